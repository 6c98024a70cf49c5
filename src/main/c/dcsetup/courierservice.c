#include "courierservice.h"

#include <windows.h>
#include <stdio.h>

#define NAME L"ADSyncCourier"
#define ACCOUNT L"NT SERVICE\\ADSyncCourier"
#define STOP_SECONDS 60
#define GONE_SECONDS 30

static SC_HANDLE open_service(DWORD access)
{
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    if (manager == NULL) {
        return NULL;
    }
    SC_HANDLE service = OpenServiceW(manager, NAME, access);
    DWORD error = GetLastError();
    CloseServiceHandle(manager);
    SetLastError(error);
    return service;
}

static void configure(SC_HANDLE service, DWORD what, void *how, const char *words)
{
    if (!ChangeServiceConfig2W(service, what, how)) {
        printf("warning: the courier cannot be told %s (error %lu)\n", words, GetLastError());
    }
}

/* What it may do and what happens when it fails: nothing of it is needed to carry a password, so it only warns. */
static void describe(SC_HANDLE service)
{
    SC_ACTION actions[] = {{SC_ACTION_RESTART, 5000}, {SC_ACTION_RESTART, 30000}, {SC_ACTION_RESTART, 60000}};
    SERVICE_FAILURE_ACTIONSW failure = {3600, NULL, NULL, 3, actions};
    SERVICE_FAILURE_ACTIONS_FLAG also_by_itself = {TRUE};
    SERVICE_SID_INFO sid = {SERVICE_SID_TYPE_UNRESTRICTED};
    SERVICE_DESCRIPTIONW words = {
        (wchar_t *)L"Carries sealed password changes to the ADSync master. It cannot read them."};
    SERVICE_REQUIRED_PRIVILEGES_INFOW rights = {(wchar_t *)L"SeChangeNotifyPrivilege\0"};
    configure(service, SERVICE_CONFIG_FAILURE_ACTIONS, &failure, "to start again when it fails");
    configure(service, SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, &also_by_itself, "to start again when it ends with an error");
    configure(service, SERVICE_CONFIG_SERVICE_SID_INFO, &sid, "its identity, by which it may use its folders");
    configure(service, SERVICE_CONFIG_DESCRIPTION, &words, "its description");
    configure(service, SERVICE_CONFIG_REQUIRED_PRIVILEGES_INFO, &rights, "to give up its privileges");
}

static SC_HANDLE create(SC_HANDLE manager, const wchar_t *command)
{
    return CreateServiceW(manager, NAME, L"ADSync password courier", SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS,
                          SERVICE_AUTO_START, SERVICE_ERROR_NORMAL, command, NULL, NULL, NULL, ACCOUNT, NULL);
}

/* A service that was removed is only gone when the last who looks at it has closed its handle. */
static SC_HANDLE create_when_gone(SC_HANDLE manager, const wchar_t *command)
{
    SC_HANDLE service = create(manager, command);
    for (int i = 0; i < GONE_SECONDS * 10 && service == NULL && GetLastError() == ERROR_SERVICE_MARKED_FOR_DELETE; i++) {
        Sleep(100);
        service = create(manager, command);
    }
    if (service == NULL && GetLastError() == ERROR_SERVICE_MARKED_FOR_DELETE) {
        fputs("dcsetup: the service that was removed is still open somewhere: close the Services console\n", stderr);
        SetLastError(ERROR_SERVICE_MARKED_FOR_DELETE);
    }
    return service;
}

bool courier_service_install(const wchar_t *program)
{
    wchar_t command[MAX_PATH + 16];
    int units = _snwprintf(command, MAX_PATH + 16, L"\"%ls\" service", program);
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT | SC_MANAGER_CREATE_SERVICE);
    if (manager == NULL || units < 0) {
        return false;
    }
    SC_HANDLE service = create_when_gone(manager, command);
    if (service == NULL && GetLastError() == ERROR_SERVICE_EXISTS) {
        service = OpenServiceW(manager, NAME, SERVICE_ALL_ACCESS);
        if (service != NULL) {
            ChangeServiceConfigW(service, SERVICE_NO_CHANGE, SERVICE_AUTO_START, SERVICE_NO_CHANGE, command, NULL, NULL,
                                 NULL, NULL, NULL, NULL);
        }
    }
    DWORD error = GetLastError();
    CloseServiceHandle(manager);
    SetLastError(error);
    if (service == NULL) {
        return false;
    }
    describe(service);
    CloseServiceHandle(service);
    return true;
}

bool courier_service_start(void)
{
    SC_HANDLE service = open_service(SERVICE_START);
    if (service == NULL) {
        return false;
    }
    bool done = StartServiceW(service, 0, NULL) || GetLastError() == ERROR_SERVICE_ALREADY_RUNNING;
    CloseServiceHandle(service);
    return done;
}

static void stop(SC_HANDLE service)
{
    SERVICE_STATUS status;
    if (!ControlService(service, SERVICE_CONTROL_STOP, &status)) {
        return;
    }
    for (int i = 0; i < STOP_SECONDS * 10 && QueryServiceStatus(service, &status); i++) {
        if (status.dwCurrentState == SERVICE_STOPPED) {
            return;
        }
        Sleep(100);
    }
}

void courier_service_stop(void)
{
    SC_HANDLE service = open_service(SERVICE_STOP | SERVICE_QUERY_STATUS);
    if (service != NULL) {
        stop(service);
        CloseServiceHandle(service);
    }
}

bool courier_service_remove(void)
{
    SC_HANDLE service = open_service(SERVICE_STOP | SERVICE_QUERY_STATUS | DELETE);
    if (service == NULL) {
        return GetLastError() == ERROR_SERVICE_DOES_NOT_EXIST;
    }
    stop(service);
    bool done = DeleteService(service) || GetLastError() == ERROR_SERVICE_MARKED_FOR_DELETE;
    CloseServiceHandle(service);
    return done;
}

const char *courier_service_state(void)
{
    SERVICE_STATUS status;
    SC_HANDLE service = open_service(SERVICE_QUERY_STATUS);
    if (service == NULL) {
        return GetLastError() == ERROR_SERVICE_DOES_NOT_EXIST ? "not installed" : "not to be asked";
    }
    bool known = QueryServiceStatus(service, &status);
    CloseServiceHandle(service);
    if (!known) {
        return "not to be asked";
    }
    return status.dwCurrentState == SERVICE_RUNNING   ? "running"
           : status.dwCurrentState == SERVICE_STOPPED ? "stopped"
                                                      : "starting or stopping";
}
