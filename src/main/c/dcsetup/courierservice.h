/* The courier's entry with the service control manager. */
#ifndef ADSYNC_COURIERSERVICE_H
#define ADSYNC_COURIERSERVICE_H

#include <stdbool.h>
#include <wchar.h>

/* Creates or corrects the service: own account without rights, restarted when it fails, started with Windows. */
bool courier_service_install(const wchar_t *program);

/* Starts it; false if it does not come up at once. */
bool courier_service_start(void);

/* Stops and deletes it; true if it is gone or was never there. */
bool courier_service_remove(void);

/* Stops it, so that its program can be replaced. */
void courier_service_stop(void);

/* "running", "stopped", "not installed" ... */
const char *courier_service_state(void);

#endif
