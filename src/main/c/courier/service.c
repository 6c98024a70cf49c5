#include "service.h"

#include "courier.h"

#define LEAST_WAIT_HINT 60000

struct service {
    SERVICE_STATUS_HANDLE handle;
    HANDLE stop;
    volatile DWORD wait_hint; /* milliseconds that the request under way may take */
};

static void report(const struct service *service, DWORD state, DWORD error)
{
    SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, state, 0, error, 0, 0, 0};
    if (state == SERVICE_RUNNING) {
        status.dwControlsAccepted = SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN;
    } else if (state == SERVICE_STOP_PENDING) {
        status.dwWaitHint = service->wait_hint;
    }
    SetServiceStatus(service->handle, &status);
}

static DWORD WINAPI control(DWORD what, DWORD type, void *data, void *context)
{
    const struct service *service = context;
    (void)type;
    (void)data;
    if (what == SERVICE_CONTROL_STOP || what == SERVICE_CONTROL_SHUTDOWN) {
        report(service, SERVICE_STOP_PENDING, NO_ERROR);
        SetEvent(service->stop);
        return NO_ERROR;
    }
    return what == SERVICE_CONTROL_INTERROGATE ? NO_ERROR : ERROR_CALL_NOT_IMPLEMENTED;
}

static void work(struct service *service)
{
    struct courier courier;
    if (!courier_open(&courier, false)) {
        report(service, SERVICE_STOPPED, ERROR_NOT_READY); /* an error: Windows starts it again */
        return;
    }
    courier.stop = service->stop;
    service->wait_hint += courier.request_seconds * 1000;
    report(service, SERVICE_RUNNING, NO_ERROR);
    do {
        courier_round(&courier);
    } while (WaitForSingleObject(service->stop, COURIER_ROUND_MILLISECONDS) == WAIT_TIMEOUT);
    courier_close(&courier);
    report(service, SERVICE_STOPPED, NO_ERROR);
}

static void WINAPI service_main(DWORD count, wchar_t **arguments)
{
    struct service service = {NULL, CreateEventW(NULL, TRUE, FALSE, NULL), LEAST_WAIT_HINT};
    (void)count;
    (void)arguments;
    service.handle = RegisterServiceCtrlHandlerExW(SERVICE_NAME, control, &service);
    if (service.handle == NULL || service.stop == NULL) {
        return;
    }
    report(&service, SERVICE_START_PENDING, NO_ERROR);
    work(&service);
    CloseHandle(service.stop);
}

int service_run(void)
{
    SERVICE_TABLE_ENTRYW table[] = {{(wchar_t *)SERVICE_NAME, service_main}, {NULL, NULL}};
    return StartServiceCtrlDispatcherW(table) ? 0 : (int)GetLastError();
}
