-- SHA-256 of the public key that a token was shown for first: it is good for no other one.
ALTER TABLE domain_controller ADD COLUMN token_key BLOB;
