# Installs ADSync as a Windows service. In an elevated PowerShell, in the folder it is to stay in:
#   .\install.ps1                       uses JAVA_HOME
#   .\install.ps1 -Java C:\java-25
# Never tried on Windows by those who wrote it.
#Requires -RunAsAdministrator
param([string]$Java = $env:JAVA_HOME)
$ErrorActionPreference = 'Stop'

if (-not $Java -or -not (Test-Path "$Java\bin\server\jvm.dll")) {
    throw 'Java 21 or newer is needed: set JAVA_HOME, or give -Java'
}
$major = [int]((Get-Content "$Java\release" | Select-String '^JAVA_VERSION="(\d+)').Matches[0].Groups[1].Value)
if ($major -lt 21) { throw "Java 21 or newer is needed, $Java is $major" }
$program = $PSScriptRoot
$data = "$env:ProgramData\ADSync"

# Configuration, secrets and state: for administrators and the service alone (S-1-5-80-...: its own account).
foreach ($folder in $data, "$data\credentials", "$data\state", "$data\log") {
    New-Item -ItemType Directory -Force $folder | Out-Null
}
foreach ($file in 'adsync.yaml', 'mapping.yaml') {
    if (-not (Test-Path "$data\$file")) { Copy-Item "$program\conf\$file" "$data\$file" }
}

# The one option that older versions of Java do not know.
$options = @("-Dfile.encoding=UTF-8")
if ($major -ge 23) { $options += '--sun-misc-unsafe-memory-access=allow' }
& "$program\bin\prunsrv.exe" //IS//ADSync --DisplayName=ADSync `
    "--Description=Ships changes of an Active Directory's users to a SCIM provider" `
    --Startup=auto --ServiceUser="NT SERVICE\ADSync" "--Jvm=$Java\bin\server\jvm.dll" `
    "--Classpath=$program\adsync.jar" --JvmMx=256 "--JvmOptions=$($options -join ';')" `
    "--JvmOptions9=--enable-native-access=ALL-UNNAMED" `
    "--Environment=CREDENTIALS_DIRECTORY=$data\credentials" `
    --StartMode=jvm --StartClass=adsync.cli.Main --StartMethod=main `
    "--StartParams=run;--config;$data\adsync.yaml" "--StartPath=$data" `
    --StopMode=jvm --StopClass=java.lang.System --StopMethod=exit --StopParams=0 --StopTimeout=30 `
    "--LogPath=$data\log" --StdOutput=auto --StdError=auto
if ($LASTEXITCODE -ne 0) { throw "the service could not be installed ($LASTEXITCODE)" }
& icacls $data /inheritance:r /grant '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' 'NT SERVICE\ADSync:(OI)(CI)M' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "the access rights of $data could not be set ($LASTEXITCODE)" }

# Started anew when it ends by an error.
& sc.exe failure ADSync reset= 3600 actions= restart/10000/restart/60000/restart/60000 | Out-Null
Write-Output "Installed. Edit $data\adsync.yaml (state: $data\state), try it with  .\adsync.cmd check  and start it:  Start-Service ADSync"
