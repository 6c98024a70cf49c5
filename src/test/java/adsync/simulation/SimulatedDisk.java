package adsync.simulation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The disk of the journals below a folder: the store's own driver, but for statements that write failing as long as something is
 * wrong with the disk.
 */
final class SimulatedDisk implements Driver, AutoCloseable {

    private static final String URL = "jdbc:sqlite:";
    private static final List<String> WRITES = List.of("INSERT", "UPDATE", "DELETE", "COMMIT");

    private final Path folder;
    private final Driver store;
    private Random random = new Random(0);
    private Trouble trouble = Trouble.NONE;
    private int oneIn = 1;

    /** What is wrong with it, with the code of the store. */
    enum Trouble {
        NONE(0, "none"),
        FULL(13, "database or disk is full"),
        READ_ONLY(8, "attempt to write a readonly database"),
        IO_ERROR(10, "disk I/O error");

        private final int code;
        private final String words;

        Trouble(int code, String words) {
            this.code = code;
            this.words = words;
        }
    }

    SimulatedDisk(Path folder) {
        this.folder = folder;
        this.store = before(this);
    }

    private static synchronized Driver before(SimulatedDisk disk) {
        try {
            Driver store = DriverManager.getDriver(URL);
            DriverManager.deregisterDriver(store); // who comes first is asked first
            DriverManager.registerDriver(disk);
            DriverManager.registerDriver(store);
            return store;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing is wrong with it. */
    void begin(Random next) {
        random = next;
        heal();
    }

    /** From now on one in so many statements that write fails. */
    void breaks(Trouble with, int one) {
        trouble = with;
        oneIn = one;
    }

    void heal() {
        trouble = Trouble.NONE;
    }

    private void write(String sql) throws SQLException {
        if (trouble != Trouble.NONE
                && WRITES.stream().anyMatch(sql.stripLeading()::startsWith)
                && random.nextInt(oneIn) == 0) {
            throw new SQLException(trouble.words, "", trouble.code);
        }
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Connection connection = store.connect(url, info);
        return proxy(
                Connection.class,
                (proxy, method, arguments) -> method.getName().equals("prepareStatement")
                        ? statement((PreparedStatement) method.invoke(connection, arguments), (String) arguments[0])
                        : method.invoke(connection, arguments));
    }

    private PreparedStatement statement(PreparedStatement statement, String sql) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("executeUpdate")) {
                write(sql);
            }
            return method.invoke(statement, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                SimulatedDisk.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return handler.invoke(proxy, method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(URL + folder);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return store.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return store.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return store.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return store.getParentLogger();
    }

    @Override
    public void close() {
        try {
            DriverManager.deregisterDriver(this);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
