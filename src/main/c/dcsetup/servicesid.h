/* The SID Windows gives to a service, known before the service is. */
#ifndef ADSYNC_SERVICESID_H
#define ADSYNC_SERVICESID_H

#include <stdbool.h>
#include <wchar.h>

#define SERVICE_SID_MOST_UNITS 80

/* "S-1-5-80-" and the SHA-1 of the service's name in capitals, as five numbers. */
bool service_sid(const wchar_t *capitals, wchar_t out[SERVICE_SID_MOST_UNITS]);

#endif
