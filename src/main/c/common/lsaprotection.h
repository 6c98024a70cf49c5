/* LSA protection, under which Windows loads only packages that Microsoft signed. */
#ifndef ADSYNC_LSAPROTECTION_H
#define ADSYNC_LSAPROTECTION_H

#include <stdint.h>

#define LSA_KEY L"SYSTEM\\CurrentControlSet\\Control\\Lsa"

/* RunAsPPL as the registry has it, or if that says nothing as a policy does; 0: off. It counts from the next start on. */
uint32_t lsa_protection(void);

#endif
