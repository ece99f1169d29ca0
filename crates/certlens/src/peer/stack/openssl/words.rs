//! How the recorded programs on OpenSSL word an error: CPython's `ssl` keeps the last entry of the queue, Node the first, the
//! `openssl` program prints all.

use super::code::{self, Code};
use super::raised::{CLIENT_VERIFY, Queue, Raised, SERVER_VERIFY};
use super::verify::{Found, Parameters};
use crate::peer::encounter::{Encounter, Role, Suites, TlsVersion};

/// A program that sits on OpenSSL, and how it has set it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) struct Program {
    pub(in crate::peer::stack) voice: Voice,
    pub(in crate::peer::stack) parameters: Parameters,
}

/// Who words the errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) enum Voice {
    /// CPython's `ssl`
    Python,
    /// `openssl s_client`, `openssl s_server`
    Cli,
    /// Node's `tls`
    Node,
}

/// What is being loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) enum Document {
    Certificate,
    Key,
    EncryptedKey,
    /// The certificate as it is put into the context, or the two together.
    Pair,
    Trust,
}

impl Program {
    /// The suites of its ClientHello with TLS 1.2, as the recorded programs were set up: the level of the suites follows the
    /// server's, except for `openssl s_client`.
    pub(in crate::peer::stack) const fn offered(&self, suites: &Suites) -> &'static str {
        match (self.voice, suites.ecdhe_rsa) {
            (Voice::Python, true) => "1302 1303 1301 c030 c02f cca8 ff",
            (Voice::Python, false) => "1302 1303 1301 c02c c02b cca9 ff",
            (Voice::Node, true) => "1301 1302 c030 cca8 ff",
            (Voice::Node, false) => "1301 1302 c02c cca9 ff",
            (Voice::Cli, _) => {
                "1302 1303 1301 c02c c030 9f cca9 cca8 ccaa c02b c02f 9e c024 c028 6b c023 c027 67 c00a c014 39 c009 c013 \
                 33 9d 9c 3d 3c 35 2f ff"
            }
        }
    }

    /// (Recorded: the families `pem` and `key`.)
    pub(in crate::peer::stack) fn load_words(
        &self,
        role: Role,
        document: Document,
        raised: &Queue,
    ) -> String {
        match self.voice {
            Voice::Python => {
                let file = if document == Document::Trust { "ca.crt" } else { "tls.crt/tls.key" };
                match document {
                    Document::EncryptedKey => format!("{file}: RuntimeError: password asked for"),
                    _ => format!("{file}: SSLError: {}", last(raised)),
                }
            }
            Voice::Node => raised.first().map(Raised::in_node_context).unwrap_or_default(),
            Voice::Cli => {
                let role = role.name();
                let first = match document {
                    Document::Certificate => {
                        Some(format!("Could not read {role} certificate from CASE/{role}/tls.crt"))
                    }
                    Document::Key | Document::EncryptedKey => Some(format!(
                        "Could not read {role} certificate private key from CASE/{role}/tls.key"
                    )),
                    Document::Pair | Document::Trust => None,
                };
                lines(first.into_iter().chain(raised.iter().map(Raised::in_cli)))
            }
        }
    }

    /// An error of the handshake other than that of a verification. `ERR_print_errors`; `fill_and_set_sslerror` of CPython's
    /// `Modules/_ssl.c`; `TLSWrap::ClearOut` of Node's `src/crypto/crypto_tls.cc`.
    pub(in crate::peer::stack) fn words(&self, role: Role, raised: &Queue) -> String {
        match (self.voice, role) {
            (Voice::Python, _) => format!("SSLError: {}", last(raised)),
            (Voice::Node, Role::Client) => raised.first().map(Raised::in_node).unwrap_or_default(),
            (Voice::Node, Role::Server) => {
                format!("tlsClientError {}", raised.first().map(Raised::in_node).unwrap_or_default())
            }
            (Voice::Cli, Role::Client) => lines(raised.iter().map(Raised::in_cli)),
            (Voice::Cli, Role::Server) => {
                lines(core::iter::once("ERROR".to_owned()).chain(raised.iter().map(Raised::in_cli)))
            }
        }
    }

    /// `verify_callback` of `apps/lib/s_cb.c` and `print_stuff` of `apps/s_client.c`; Node's `X509ErrorCode` of
    /// `src/crypto/crypto_common.cc`.
    pub(in crate::peer::stack) fn verify_words(
        &self,
        encounter: &Encounter<'_>,
        found: &Found,
        left: &Queue,
    ) -> String {
        let Code { number, text, node, .. } = found.code;
        match (self.voice, encounter.role) {
            (Voice::Python, _) => {
                let text = python_text(&found.code, encounter.name);
                format!(
                    "SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {text} (_ssl.c:1006)"
                )
            }
            (Voice::Node, Role::Client) => format!("{node}: {text}"),
            (Voice::Node, Role::Server) => {
                let error =
                    left.first().map_or_else(|| "ECONNRESET: socket hang up".to_owned(), Raised::in_node);
                format!("authorizationError {node}; tlsClientError {error}")
            }
            (Voice::Cli, Role::Client) => {
                let queue = left.iter().copied().chain([CLIENT_VERIFY]).map(|raised| raised.in_cli());
                let again = encounter.version == TlsVersion::V13 && text.starts_with("unable to");
                let again = again.then(|| format!("Verify return code: {number} ({text})"));
                let first = format!("verify error:num={number}:{text}");
                lines(
                    [first]
                        .into_iter()
                        .chain(queue)
                        .chain([format!("Verification error: {text}")])
                        .chain(again),
                )
            }
            (Voice::Cli, Role::Server) => {
                let queue = left.iter().copied().chain([SERVER_VERIFY]).map(|raised| raised.in_cli());
                let first = [
                    format!("verify error:num={number}:{text}"),
                    "ERROR".to_owned(),
                    format!("verify error:{text}"),
                ];
                lines(first.into_iter().chain(queue))
            }
        }
    }
}

fn last(raised: &Queue) -> String {
    raised.last().map(Raised::in_python).unwrap_or_default()
}

/// Each line once, as recorded.
fn lines(lines: impl Iterator<Item = String>) -> String {
    let mut said: Vec<String> = Vec::new();
    for line in lines {
        if !said.contains(&line) {
            said.push(line);
        }
    }
    said.join(" | ")
}

/// `fill_and_set_sslerror` of CPython's `_ssl.c` has its own words for a wrong name.
fn python_text(code: &Code, name: &str) -> String {
    match *code {
        code::HOSTNAME => format!("Hostname mismatch, certificate is not valid for '{name}'."),
        code::IP_ADDRESS => format!("IP address mismatch, certificate is not valid for '{name}'."),
        code => code.text.to_owned(),
    }
}
