//! Each setting in the words of the manual of the program whose it is.

use super::Lapse;

/// A word that leaves something unverified where one of the values follows, or wherever it stands if there are none.
pub(super) struct Setting {
    /// The word, without the dashes of an option.
    pub(super) word: &'static str,
    /// What must follow; an empty one is nothing, or an empty text.
    pub(super) values: &'static [&'static str],
    /// Whose it is.
    pub(super) program: &'static str,
    /// What it leaves out.
    pub(super) lapse: Lapse,
}

const fn setting(
    word: &'static str,
    values: &'static [&'static str],
    program: &'static str,
    lapse: Lapse,
) -> Setting {
    Setting { word, values, program, lapse }
}

/// `curl --insecure`, and `-k` for short.
pub(super) const CURL: Setting = setting("--insecure", &[], "curl", Lapse::Certificate);

/// In the order of their words.
pub(super) const SETTINGS: &[Setting] = &[
    setting("ALLOW_ALL_HOSTNAME_VERIFIER", &[], "Apache HttpClient", Lapse::Name),
    setting("CERT_NONE", &[], "Python", Lapse::Certificate),
    setting("CURLOPT_SSL_VERIFYHOST", &["0", "0L", "false", "FALSE"], "libcurl", Lapse::Name),
    setting("CURLOPT_SSL_VERIFYPEER", &["0", "0L", "false", "FALSE"], "libcurl", Lapse::Certificate),
    setting("ClientAuth.OPTIONAL", &[], "Netty and gRPC Java", Lapse::Client),
    setting("DangerousAcceptAnyServerCertificateValidator", &[], ".NET", Lapse::Certificate),
    setting("GRPC_SSL_REQUEST_CLIENT_CERTIFICATE_BUT_DONT_VERIFY", &[], "gRPC", Lapse::Client),
    setting("InsecureTrustManagerFactory", &[], "Netty and gRPC Java", Lapse::Certificate),
    setting("NODE_TLS_REJECT_UNAUTHORIZED", &["0"], "Node.js", Lapse::Certificate),
    setting("NoopHostnameVerifier", &[], "Apache HttpClient", Lapse::Name),
    setting("SSLProxyCheckPeerName", &["off"], "Apache httpd", Lapse::Name),
    setting("SSLProxyVerify", &["none", "optional", "optional_no_ca"], "Apache httpd", Lapse::Certificate),
    setting("SSLVerifyClient", &["none", "optional", "optional_no_ca"], "Apache httpd", Lapse::Client),
    setting("SSL_VERIFY_NONE", &[], "OpenSSL", Lapse::Certificate),
    setting("TrustAllStrategy", &[], "Apache HttpClient", Lapse::Certificate),
    setting("VERIFY_NONE", &[], "Ruby and Python over OpenSSL", Lapse::Certificate),
    setting("_create_unverified_context", &[], "Python", Lapse::Certificate),
    setting("allow_unauthenticated", &[], "rustls", Lapse::Client),
    setting("assert_hostname", &["False"], "Python", Lapse::Name),
    setting("auth-tls-verify-client", &["off", "optional", "optional_no_ca"], "ingress-nginx", Lapse::Client),
    setting("check_hostname", &["False"], "Python", Lapse::Name),
    setting("client-auth", &["none", "want"], "Spring Boot", Lapse::Client),
    setting("client-cert-auth", &["false"], "etcd", Lapse::Client),
    setting(
        "clientAuthType",
        &["NoClientCert", "RequestClientCert", "RequireAnyClientCert", "VerifyClientCertIfGiven"],
        "Traefik",
        Lapse::Client,
    ),
    setting("client_auth_optional", &["true"], "tonic", Lapse::Client),
    setting("danger_accept_invalid_certs", &["true"], "reqwest", Lapse::Certificate),
    setting("danger_accept_invalid_hostnames", &["true"], "reqwest", Lapse::Name),
    setting("fail_if_no_peer_cert", &["false"], "Erlang and RabbitMQ", Lapse::Client),
    setting("grpc_ssl_verify", &["off"], "nginx", Lapse::Certificate),
    setting("insecure-skip-verify", &[], "a program written in Go", Lapse::Certificate),
    setting("insecureSkipVerify", &["true"], "Traefik and Istio", Lapse::Certificate),
    setting("insecure_skip_verify", &["true"], "Prometheus and OpenTelemetry", Lapse::Certificate),
    setting("mode", &["PERMISSIVE"], "Istio", Lapse::Client),
    setting("no-check-certificate", &[], "wget", Lapse::Certificate),
    setting("proxy-ssl-verify", &["off"], "ingress-nginx", Lapse::Certificate),
    setting("proxy_ssl_verify", &["off"], "nginx", Lapse::Certificate),
    setting("rejectUnauthorized", &["false"], "Node.js", Lapse::Certificate),
    setting("require_certificate", &["false"], "Mosquitto", Lapse::Client),
    setting("require_client_certificate", &["false"], "Envoy", Lapse::Client),
    setting("setEndpointIdentificationAlgorithm", &["null", ""], "Java", Lapse::Name),
    setting("setWantClientAuth", &["true"], "Java", Lapse::Client),
    setting("ssl.client.auth", &["none", "requested"], "Kafka", Lapse::Client),
    setting("ssl.endpoint.identification.algorithm", &[""], "Kafka", Lapse::Name),
    setting("ssl_verify_client", &["off", "optional", "optional_no_ca"], "nginx", Lapse::Client),
    setting("tls-auth-clients", &["no", "optional"], "Redis", Lapse::Client),
    setting("tlsAllowInvalidCertificates", &[], "MongoDB", Lapse::Certificate),
    setting("tlsAllowInvalidHostnames", &[], "MongoDB", Lapse::Name),
    setting("tlsInsecure", &["true"], "MongoDB", Lapse::Certificate),
    setting("tls_insecure_skip_verify", &[], "Caddy", Lapse::Certificate),
    setting("trust_chain_verification", &["ACCEPT_UNTRUSTED"], "Envoy", Lapse::Certificate),
    setting("uwsgi_ssl_verify", &["off"], "nginx", Lapse::Certificate),
    setting("verify", &["False"], "Python", Lapse::Certificate),
    setting("verify", &["none"], "HAProxy", Lapse::Certificate),
    setting("verify", &["optional"], "HAProxy", Lapse::Client),
    setting("verify_none", &[], "Erlang and RabbitMQ", Lapse::Certificate),
    setting("verify_peer", &["false"], "PHP", Lapse::Certificate),
    setting("verify_peer_name", &["false"], "PHP", Lapse::Name),
];

#[test]
fn settings_are_in_order() {
    assert!(SETTINGS.is_sorted_by_key(|setting| setting.word));
}
