package adsync.bench;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Passes messages within this process.
 *
 * @param <T> the class of the message
 */
final class AsItIs<T> implements MessageCodec<T, T> {

    private final Class<T> type;

    private AsItIs(Class<T> type) {
        this.type = type;
    }

    static void register(EventBus bus, Class<?>... types) {
        for (Class<?> type : types) {
            register(bus, type);
        }
    }

    private static <T> void register(EventBus bus, Class<T> type) {
        bus.registerDefaultCodec(type, new AsItIs<>(type));
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return type.getName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
