//! What Go code says to crypto/tls and crypto/x509.

mod checks;
mod reader;
mod token;

use serde::Serialize;

use super::Stated;
use crate::span::Span;

pub(super) use reader::read;

/// A `tls.Config` literal, with what is assigned to its fields afterwards. A field that is not mentioned is none; so is the value of
/// one that is given as a variable.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct GoTlsConfig {
    /// From `tls.Config` to its closing brace.
    pub span: Span,
    /// The function it stands in.
    pub function: Option<String>,
    /// `ServerName`: what a client verifies the certificate against instead of the host it dials.
    pub server_name: Option<Stated<String>>,
    /// What a comment beside `ServerName` says.
    pub server_name_comment: Option<Stated<String>>,
    /// `MinVersion`, as `VersionTLS12`.
    pub min_version: Option<Stated<String>>,
    /// `MaxVersion`, likewise.
    pub max_version: Option<Stated<String>>,
    /// `CipherSuites`, as `TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384`; empty if it is a variable. Go reads it for TLS 1.2 and below only.
    pub cipher_suites: Option<Stated<Vec<Stated<String>>>>,
    /// `ClientAuth`, as `RequireAndVerifyClientCert`: on a server only.
    pub client_auth: Option<Stated<String>>,
    /// `RootCAs` is given: on a client, whom it trusts; else it is the system's roots.
    pub root_cas: Option<Span>,
    /// `ClientCAs` is given: on a server, whom it trusts.
    pub client_cas: Option<Span>,
    /// `Certificates` is given: what it presents, fixed when the program starts.
    pub certificates: Option<Span>,
    /// `GetCertificate`, `GetClientCertificate` or `GetConfigForClient` is given: what it presents may change while it runs.
    pub reloads: Option<Span>,
    /// `InsecureSkipVerify`.
    pub insecure_skip_verify: Option<Stated<bool>>,
    /// `VerifyPeerCertificate`, which is not called when a session is resumed.
    pub verify_peer_certificate: Option<Callback>,
    /// `VerifyConnection`, which is called for every connection.
    pub verify_connection: Option<Callback>,
}

/// What a verification function does, as far as it can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Callback {
    /// The field and its value.
    pub span: Span,
    /// It hashes a whole certificate: `sha256.Sum256(cert.Raw)`.
    pub hashes_certificate: Option<Span>,
    /// It compares hexadecimal digits as text: `hex.EncodeToString(…) != …`.
    pub compares_hex: Option<Span>,
    /// It compares with one value and no list of them.
    pub compares_one: Option<Span>,
}

/// An `x509.VerifyOptions` literal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct VerifyOptions {
    /// From `x509.VerifyOptions` to its closing brace.
    pub span: Span,
    /// The function it stands in.
    pub function: Option<String>,
    /// `KeyUsages`, as `ExtKeyUsageServerAuth`; none means that.
    pub key_usages: Option<Stated<Vec<Stated<String>>>>,
    /// `DNSName` is given.
    pub dns_name: Option<Span>,
    /// `Intermediates` is given.
    pub intermediates: Option<Span>,
    /// `Roots` is given; else it is the system's.
    pub roots: Option<Span>,
}

/// A file that is read: `tls.LoadX509KeyPair`, `os.ReadFile`, `ioutil.ReadFile`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileRead {
    /// `tls.LoadX509KeyPair`
    pub function: String,
    /// The paths, where they are written out.
    pub paths: Vec<Stated<String>>,
    /// The call.
    pub span: Span,
}

impl GoTlsConfig {
    /// True if it has what only a server needs.
    #[must_use]
    pub const fn is_server(&self) -> bool {
        self.client_auth.is_some() || self.client_cas.is_some()
    }

    /// True if it has what only a client needs, or checks the peer itself and has nothing of a server.
    #[must_use]
    pub const fn is_client(&self) -> bool {
        let client = self.server_name.is_some() || self.root_cas.is_some();
        let checks = self.verify_peer_certificate.is_some() || self.verify_connection.is_some();
        !self.is_server() && (client || checks || self.insecure_skip_verify.is_some())
    }

    /// `tls.Config in createProviderClient`
    #[must_use]
    pub fn title(&self) -> String {
        titled("tls.Config", self.function.as_deref())
    }

    /// Both verification functions, those that are given.
    pub fn callbacks(&self) -> impl Iterator<Item = &Callback> {
        self.verify_peer_certificate.iter().chain(&self.verify_connection)
    }
}

impl VerifyOptions {
    /// `x509.VerifyOptions in validateCertificate`
    #[must_use]
    pub fn title(&self) -> String {
        titled("x509.VerifyOptions", self.function.as_deref())
    }
}

fn titled(what: &str, function: Option<&str>) -> String {
    function.map_or_else(|| what.to_owned(), |function| format!("{what} in {function}"))
}
