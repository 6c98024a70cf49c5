/* Structured exception handling for calls: a fault in lsass would stop the domain controller. */
#ifndef ADSYNC_GUARD_H
#define ADSYNC_GUARD_H

/* Calls work(argument). Any structured exception in it ends the call, and on_fault is the answer instead. */
long guarded_call(long (*work)(void *argument), void *argument, long on_fault);

#endif
