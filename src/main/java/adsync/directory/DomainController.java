package adsync.directory;

import java.util.UUID;

/**
 * The identity of a domain controller. "The same one" means the same host name and the same invocationId.
 *
 * @param hostName rootDSE dnsHostName
 * @param invocationId identity of its database; a new one after a restore (MS-ADTS 3.1.1.1.9)
 * @param highestCommittedUsn rootDSE highestCommittedUSN when the connection was made
 * @param notifies whether it supports change notification
 */
public record DomainController(String hostName, UUID invocationId, long highestCommittedUsn, boolean notifies) {}
