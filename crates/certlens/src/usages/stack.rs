//! What TLS stacks ask of keyUsage and extKeyUsage when a peer shows them its certificate.
//!
//! As recorded with Go 1.27, OpenSSL 3.0 at security level 2, Python's `ssl` with the flags of 3.13, Node 20, Java 17 (JSSE),
//! GnuTLS 3.7, gRPC with BoringSSL, and rustls 0.23, on the cases `ku-*`, `eku-*` and `ca-eku-*` and on TLS 1.2 with static RSA.
//! Where it is decided: OpenSSL `check_purpose_ssl_client`, `check_purpose_ssl_server` (crypto/x509/v3_purp.c) and
//! `ssl_check_srvr_ecc_cert_and_alg`; BoringSSL `ssl_cert_check_key_usage`; JSSE `EndEntityChecker`; rustls-webpki and Go's
//! crypto/x509 look at extKeyUsage only.

use super::{Exchange, TlsRole};
use crate::x509::extension::key_usage::KeyUsage;

/// One TLS stack.
pub(super) struct Stack {
    pub(super) name: &'static str,
    server: Asks,
    client: Asks,
    /// Whether anyExtendedKeyUsage stands for every purpose.
    pub(super) takes_any: bool,
    /// Whether a keyUsage or extKeyUsage that lists nothing is taken for none.
    pub(super) takes_empty: bool,
    /// Whether it looks at the purposes of clients; it always does at those of servers.
    looks_at_clients: bool,
    nesting: Nesting,
}

/// What is asked of keyUsage, by key exchange.
struct Asks {
    tls13: Ask,
    ecdhe_rsa: Ask,
    ecdhe_ec: Ask,
    static_rsa: Ask,
}

/// What is asked of keyUsage where the extension is there.
#[derive(Clone, Copy)]
pub(super) enum Ask {
    /// The stack has no such key exchange, or was not tried with it.
    Unknown,
    /// It does not look.
    Nothing,
    /// One of these bits.
    OneOf(KeyUsage),
}

/// The CAs of a path whose extKeyUsage must allow the purpose too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nesting {
    None,
    Intermediates,
    IntermediatesAndAnchor,
}

const SIGN: Ask = Ask::OneOf(KeyUsage::DIGITAL_SIGNATURE);
const ENCRYPT: Ask = Ask::OneOf(KeyUsage::KEY_ENCIPHERMENT);
const SIGN_OR_AGREE: Ask = Ask::OneOf(KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_AGREEMENT));
const ANY_OF_TLS: Ask =
    Ask::OneOf(KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_ENCIPHERMENT).with(KeyUsage::KEY_AGREEMENT));

impl Asks {
    const fn always(ask: Ask) -> Self {
        Self { tls13: ask, ecdhe_rsa: ask, ecdhe_ec: ask, static_rsa: ask }
    }

    const fn static_rsa(self, ask: Ask) -> Self {
        Self { static_rsa: ask, ..self }
    }

    const fn ecdhe_ec(self, ask: Ask) -> Self {
        Self { ecdhe_ec: ask, ..self }
    }
}

const fn openssl(name: &'static str) -> Stack {
    Stack {
        name,
        server: Asks::always(ANY_OF_TLS).ecdhe_ec(SIGN),
        client: Asks::always(SIGN_OR_AGREE),
        takes_any: false,
        takes_empty: false,
        looks_at_clients: true,
        nesting: Nesting::IntermediatesAndAnchor,
    }
}

pub(super) const STACKS: &[Stack] = &[
    Stack {
        server: Asks::always(Ask::Nothing),
        client: Asks::always(Ask::Nothing),
        takes_any: true,
        takes_empty: true,
        ..openssl("Go")
    },
    openssl("OpenSSL"),
    openssl("Python"),
    openssl("Node"),
    Stack {
        server: Asks::always(SIGN).static_rsa(ENCRYPT),
        client: Asks::always(SIGN),
        takes_any: true,
        nesting: Nesting::None,
        ..openssl("Java")
    },
    Stack {
        server: Asks::always(SIGN).static_rsa(ENCRYPT),
        client: Asks::always(SIGN),
        takes_any: true,
        takes_empty: true,
        looks_at_clients: false,
        nesting: Nesting::Intermediates,
        ..openssl("GnuTLS")
    },
    Stack {
        server: Asks::always(SIGN).static_rsa(Ask::Unknown),
        client: Asks::always(SIGN).static_rsa(Ask::Unknown),
        nesting: Nesting::Intermediates,
        ..openssl("gRPC")
    },
    Stack {
        server: Asks::always(Ask::Nothing).static_rsa(Ask::Unknown),
        client: Asks::always(Ask::Nothing).static_rsa(Ask::Unknown),
        nesting: Nesting::Intermediates,
        ..openssl("rustls")
    },
];

impl Stack {
    /// What it asks of the keyUsage of a peer in this role.
    pub(super) const fn ask(&self, role: TlsRole, exchange: Exchange, is_rsa: bool) -> Ask {
        let asks = match role {
            TlsRole::Server => &self.server,
            TlsRole::Client => &self.client,
        };
        match (exchange, is_rsa) {
            (Exchange::Tls13, _) => asks.tls13,
            (Exchange::Tls12Ecdhe, true) => asks.ecdhe_rsa,
            (Exchange::Tls12Ecdhe, false) => asks.ecdhe_ec,
            (Exchange::Tls12Rsa, _) => asks.static_rsa,
            (Exchange::Tls12Ecdh, _) => Ask::Unknown,
        }
    }

    /// Whether it looks at the purposes of a peer in this role.
    pub(super) const fn looks_at_purposes(&self, role: TlsRole) -> bool {
        self.looks_at_clients || matches!(role, TlsRole::Server)
    }

    /// Whether it also looks at those of a CA above the peer.
    pub(super) const fn looks_at_purposes_of_ca(&self, role: TlsRole, is_anchor: bool) -> bool {
        self.looks_at_purposes(role)
            && match self.nesting {
                Nesting::None => false,
                Nesting::Intermediates => !is_anchor,
                Nesting::IntermediatesAndAnchor => true,
            }
    }
}
