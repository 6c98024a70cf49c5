# Removes the Windows service. Configuration and state stay in %ProgramData%\ADSync, unless -Purge is given.
#Requires -RunAsAdministrator
param([switch]$Purge)
$ErrorActionPreference = 'Stop'

if (Get-Service ADSync -ErrorAction SilentlyContinue) {
    Stop-Service ADSync
    & "$PSScriptRoot\bin\prunsrv.exe" //DS//ADSync
    if ($LASTEXITCODE -ne 0) { throw "the service could not be removed ($LASTEXITCODE)" }
}
if ($Purge) { Remove-Item -Recurse -Force "$env:ProgramData\ADSync" }
