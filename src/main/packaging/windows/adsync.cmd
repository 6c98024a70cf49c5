@echo off
rem adsync - runs a command of ADSync; "adsync --help" lists them. Needs Java 21 or newer: JAVA_HOME, or java on the path.
setlocal
set "HOME_OF_ADSYNC=%~dp0"
if not defined ADSYNC_CONFIG set "ADSYNC_CONFIG=%ProgramData%\ADSync\adsync.yaml"
if not defined ADSYNC_STATE set "ADSYNC_STATE=%ProgramData%\ADSync\state"
if not defined ADSYNC_MAPPING set "ADSYNC_MAPPING=%ProgramData%\ADSync\mapping.yaml"
if not defined ADSYNC_START set "ADSYNC_START=powershell Restart-Service ADSync"
if not defined CREDENTIALS_DIRECTORY set "CREDENTIALS_DIRECTORY=%ProgramData%\ADSync\credentials"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:-UsePerfData -XX:+UseSerialGC -XX:NewRatio=1 -XX:TieredStopAtLevel=1 -Xmx256m -XX:+ExitOnOutOfMemoryError -XX:-CreateCoredumpOnCrash -XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow %ADSYNC_JAVA_OPTIONS% -jar "%HOME_OF_ADSYNC%adsync.jar" %*
exit /b %ERRORLEVEL%
