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
 * The disk of the journals below a folder: the store's own driver, but for a statement that writes failing now and then while the
 * disk is full.
 */
final class SimulatedDisk implements Driver, AutoCloseable {

    private static final String URL = "jdbc:sqlite:";
    private static final List<String> WRITES = List.of("INSERT", "UPDATE", "DELETE", "COMMIT");

    /** SQLITE_FULL. */
    private static final int FULL = 13;

    private final Path folder;
    private final Driver store;
    private Random random = new Random(0);
    private int room = Integer.MAX_VALUE;

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

    /** There is room for everything. */
    void begin(Random next) {
        random = next;
        room = Integer.MAX_VALUE;
    }

    /** From now on one in so many statements that write finds no room. */
    void full(int oneIn) {
        room = oneIn;
    }

    private void write(String sql) throws SQLException {
        if (room < Integer.MAX_VALUE
                && WRITES.stream().anyMatch(sql.stripLeading()::startsWith)
                && random.nextInt(room) == 0) {
            throw new SQLException("database or disk is full", "", FULL);
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
