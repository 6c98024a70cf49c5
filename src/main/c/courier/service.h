/* The courier as a Windows service. */
#ifndef ADSYNC_SERVICE_H
#define ADSYNC_SERVICE_H

#define SERVICE_NAME L"ADSyncCourier"
#define COURIER_ROUND_MILLISECONDS 500

/* Hands the process to the service control manager; returns when the service has stopped. */
int service_run(void);

#endif
