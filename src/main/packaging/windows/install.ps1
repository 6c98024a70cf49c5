# Installs ADSync as a Windows service and starts it. In an elevated PowerShell, in the folder it is to stay in:
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

# Configuration, secrets and state: for administrators and the service alone. Everybody may make folders in ProgramData, and who
# has made one can always give himself rights to it: so it is ours, with these rights and no others, before anything is in it.
New-Item -ItemType Directory -Force $data | Out-Null
if ((Get-Item -Force $data).Attributes -band [IO.FileAttributes]::ReparsePoint) { throw "$data leads somewhere else: remove it" }
& icacls $data /setowner '*S-1-5-32-544' /T /C /Q | Out-Null
if ($LASTEXITCODE -ne 0) { throw "$data could not be taken over ($LASTEXITCODE)" }
$rights = New-Object Security.AccessControl.DirectorySecurity
$rights.SetSecurityDescriptorSddlForm('O:BAG:BAD:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)')
Set-Acl -Path $data -AclObject $rights
foreach ($folder in "$data\credentials", "$data\state", "$data\log") {
    New-Item -ItemType Directory -Force $folder | Out-Null
}
& icacls "$data\*" /reset /T /C /Q | Out-Null
if ($LASTEXITCODE -ne 0) { throw "the access rights of $data could not be set ($LASTEXITCODE)" }
if (-not (Test-Path "$data\mapping.yaml")) { Copy-Item "$program\conf\mapping.yaml" "$data\mapping.yaml" }

# As bin/adsync has them on Linux. No crash dump: the secrets are in the memory.
$options = @('-XX:-UsePerfData', '-XX:+UseSerialGC', '-XX:NewRatio=1', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError',
    '-XX:-CreateCoredumpOnCrash', '-Dfile.encoding=UTF-8')
# The one option that older versions of Java do not know.
if ($major -ge 23) { $options += '--sun-misc-unsafe-memory-access=allow' }
# As the unit has it on Linux: what a new configuration says; one that is there is not changed by it.
$environment = @("ADSYNC_CONFIG=$data\adsync.yaml", "ADSYNC_STATE=$data\state", "ADSYNC_MAPPING=$data\mapping.yaml",
    "CREDENTIALS_DIRECTORY=$data\credentials")
& "$program\bin\prunsrv.exe" //IS//ADSync --DisplayName=ADSync `
    "--Description=Ships changes of an Active Directory's users to a SCIM provider" `
    --Startup=auto --ServiceUser="NT SERVICE\ADSync" "--Jvm=$Java\bin\server\jvm.dll" `
    "--Classpath=$program\adsync.jar" --JvmMx=256 "--JvmOptions=$($options -join ';')" `
    "--JvmOptions9=--enable-native-access=ALL-UNNAMED" `
    "--Environment=$($environment -join ';')" `
    --StartMode=jvm --StartClass=adsync.cli.Main --StartMethod=main `
    "--StartParams=run;--setup;--mend" "--StartPath=$data" `
    --StopMode=jvm --StopClass=java.lang.System --StopMethod=exit --StopParams=0 --StopTimeout=30 `
    "--LogPath=$data\log" --StdOutput=auto --StdError=auto
if ($LASTEXITCODE -ne 0) { throw "the service could not be installed ($LASTEXITCODE)" }
# Its account has a name since it is there.
& icacls $data /grant 'NT SERVICE\ADSync:(OI)(CI)M' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "the access rights of $data could not be set ($LASTEXITCODE)" }

# Started anew when it ends by an error.
& sc.exe failure ADSync reset= 3600 actions= restart/10000/restart/60000/restart/60000 | Out-Null
# Without a configuration it serves the page that makes one; likewise if it cannot start by the one that is there: a refused
# login that is tried again and again locks the account.
Start-Service ADSync
if (Test-Path "$data\adsync.yaml") {
    Write-Output 'Installed and started. See how it is:  .\adsync.cmd status'
} else {
    Write-Output 'Installed and started; it is not set up yet. Next:'
    Write-Output '  .\adsync.cmd web      prints a link to the set-up page, on this machine only'
    Write-Output "  .\adsync.cmd setup    asks the same in this terminal; then  Restart-Service ADSync"
}
