/**
 * Who may do what. Off loopback every call needs a caller: an API key of ingest-service's book, or
 * a token of an OpenID provider. On loopback, with neither demanded, everybody on this machine is
 * the owner, but no web page is ({@link dev.runrate.common.security.LocalCallsOnly}).
 */
package dev.runrate.common.security;
