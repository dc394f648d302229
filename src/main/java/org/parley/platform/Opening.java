package org.parley.platform;

import jakarta.inject.Inject;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * The last servlet that a server starts, to no address. Requests are answered from then on; health is asked by Payara
 * before that, when all beans are there and the addresses are not.
 */
public class Opening extends GenericServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Health health;

    @Override
    public void init() {
        health.open();
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) {
        throw new UnsupportedOperationException();
    }
}
