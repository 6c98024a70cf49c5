package adsync.cli;

import io.vertx.core.net.HostAndPort;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where to listen, as a word of the command line. */
final class ListenConverter implements ITypeConverter<HostAndPort> {

    @Override
    public HostAndPort convert(String text) {
        HostAndPort place = HostAndPort.parseAuthority(text, -1);
        if (place == null || place.port() < 0) {
            throw new TypeConversionException("'" + text + "' is no place to listen; write host:port");
        }
        return place;
    }
}
