package adsync.intake;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** The TLS of the Java platform, with an eye on handshakes: a server hears of a connection only when its handshake is over. */
final class WatchedTls extends JdkSSLEngineOptions {

    private final Handshakes handshakes;

    WatchedTls(Handshakes handshakes) {
        this.handshakes = handshakes;
    }

    @Override
    public WatchedTls copy() {
        return new WatchedTls(handshakes);
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new DefaultSslContextFactory(SslProvider.JDK, false) {
            @Override
            public SslContext create() throws SSLException {
                return new Context(super.create(), handshakes);
            }
        };
    }

    private static final class Context extends DelegatingSslContext {

        private final Handshakes handshakes;

        private Context(SslContext real, Handshakes handshakes) {
            super(real);
            this.handshakes = handshakes;
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator memory, boolean startTls, Executor tasks) {
            return new Handler(newEngine(memory), startTls, tasks, handshakes);
        }

        @Override
        protected SslHandler newHandler(
                ByteBufAllocator memory, String host, int port, boolean startTls, Executor tasks) {
            return new Handler(newEngine(memory, host, port), startTls, tasks, handshakes);
        }

        @Override
        protected void initEngine(SSLEngine engine) {
            // as the real one has it
        }
    }

    private static final class Handler extends SslHandler {

        private static final String RENEGOTIABLE = "TLSv1.2";

        /** The type of a record that belongs to a handshake (RFC 5246 6.2.1). */
        private static final int HANDSHAKE = 22;

        private final Handshakes handshakes;

        private Handler(SSLEngine engine, boolean startTls, Executor tasks, Handshakes handshakes) {
            super(engine, startTls, tasks);
            this.handshakes = handshakes;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext connection) throws Exception {
            super.handlerAdded(connection);
            handshakes.begun(connection);
            handshakeFuture().addListener(over -> handshakes.over(connection));
        }

        /**
         * Nobody needs to negotiate anew: it costs us far more than whoever asks for it, and could show another certificate on a
         * connection that belongs to somebody already.
         */
        @Override
        protected void decode(ChannelHandlerContext connection, ByteBuf in, List<Object> out) throws SSLException {
            boolean anew = in.isReadable()
                    && in.getUnsignedByte(in.readerIndex()) == HANDSHAKE
                    && handshakeFuture().isSuccess()
                    && RENEGOTIABLE.equals(engine().getSession().getProtocol());
            if (anew) {
                in.skipBytes(in.readableBytes());
                var unused = connection.close(); // there is nobody to tell of it
            } else {
                super.decode(connection, in, out);
            }
        }
    }
}
