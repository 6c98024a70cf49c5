package adsync.testing;

import adsync.embedded.EmbeddedProviderOptions;

/** A SCIM server on the SCIM-SDK library, in this process or in another: its logins are those of its options. */
public abstract class SdkLogin implements ScimServer {

    private final EmbeddedProviderOptions options;

    /** A server that was, or will be, started with these options. */
    protected SdkLogin(EmbeddedProviderOptions options) {
        this.options = options;
    }

    @Override
    public final String userName() {
        return options.userName();
    }

    @Override
    public final String password() {
        return options.password();
    }

    @Override
    public final String token() {
        return options.token();
    }

    @Override
    public final ScimProbe probe() {
        return new ScimProbe(url(), "Bearer " + token());
    }
}
