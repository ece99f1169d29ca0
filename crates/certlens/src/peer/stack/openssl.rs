//! OpenSSL 3.0, which curl, nginx, HAProxy, PostgreSQL, Ruby and Python speak through. Its engine is in `openssl/`, named after
//! its functions; a stack is how a program sets it up and words its errors.

pub(in crate::peer::stack) mod chain;
pub(in crate::peer::stack) mod code;
mod context;
pub(in crate::peer::stack) mod d2i;
pub(in crate::peer::stack) mod handshake;
mod host;
pub(in crate::peer::stack) mod load;
pub(in crate::peer::stack) mod name_constraints;
pub(in crate::peer::stack) mod pem;
mod purpose;
pub(in crate::peer::stack) mod raised;
mod store;
mod strength;
mod strict;
mod template;
pub(in crate::peer::stack) mod verify;
pub(in crate::peer::stack) mod words;
pub(in crate::peer::stack) mod x509;

use std::rc::Rc;

use crate::peer::rules::{Ask, KeyUsageRule, Link, Rules};
use crate::peer::shelf::Parsed;
use crate::peer::stack::{BOTH, Stack};
use crate::x509::extension::key_usage::KeyUsage;

pub(in crate::peer::stack) use context::{load, looks_like_ber};
pub(in crate::peer::stack) use handshake::meet;
use verify::{Parameters, Wildcards};
use words::{Program, Voice};

/// One of these bits is asked of a server's certificate (`KU_TLS`).
const TLS: KeyUsage =
    KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_ENCIPHERMENT).with(KeyUsage::KEY_AGREEMENT);
/// And of a client's.
const SIGN_OR_AGREE: Ask = Ask::one_of(KeyUsage::DIGITAL_SIGNATURE.with(KeyUsage::KEY_AGREEMENT));

/// What OpenSSL enforces at any security level and with any flags: `check_purpose_ssl_server`, `check_purpose_ssl_client` of
/// `crypto/x509/v3_purp.c`, and in TLS 1.2 `ssl_check_srvr_ecc_cert_and_alg`.
pub(in crate::peer::stack) const RULES: Rules = Rules {
    server_key_usage: KeyUsageRule {
        tls13: Ask::one_of(TLS),
        ecdhe: Ask::OneOf { rsa: TLS, other: KeyUsage::DIGITAL_SIGNATURE },
        static_rsa: Ask::one_of(TLS),
    },
    client_key_usage: KeyUsageRule { tls13: SIGN_OR_AGREE, ecdhe: SIGN_OR_AGREE, static_rsa: SIGN_OR_AGREE },
    server_purpose: Some(Link::Anchor),
    client_purpose: Some(Link::Anchor),
    any_purpose: None,
    gated_purpose: true,
    empty_is_none: false,
};

/// CPython's `ssl` as `create_default_context` sets it up before 3.13.
const PYTHON: Program = Program {
    voice: Voice::Python,
    parameters: Parameters {
        level: 2,
        strict: false,
        partial: false,
        host: Some(Wildcards::Whole),
        knows_anchors: false,
    },
};

/// `@SECLEVEL=1`: RSA from 1024 bits (recorded: `key-ca-rsa1024`, `key-rsa1536-server`).
const LEVEL_1: Program = Program { parameters: Parameters { level: 1, ..PYTHON.parameters }, ..PYTHON };

/// `create_default_context` of CPython 3.13 (`Lib/ssl.py`).
const STRICT: Program =
    Program { parameters: Parameters { strict: true, partial: true, ..PYTHON.parameters }, ..PYTHON };

/// `apps/s_client.c`, `apps/s_server.c`, which leave `X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS` alone (recorded: `wildcard-*`).
const CLI: Program = Program {
    voice: Voice::Cli,
    parameters: Parameters {
        level: 2,
        strict: false,
        partial: false,
        host: Some(Wildcards::Partial),
        knows_anchors: false,
    },
};

pub(super) const OPENSSL: Stack = Stack {
    id: "openssl",
    name: "OpenSSL",
    version: "3.0, security level 2",
    recorded: "OpenSSL 3.0 of Debian 12 through CPython's ssl with CERT_REQUIRED, check_hostname and @SECLEVEL=2",
    found_in: "curl, nginx, HAProxy, PostgreSQL, Ruby, PHP, Python before 3.13",
    versions: BOTH,
    rules: RULES,
    load: |own| load(own, &PYTHON),
    meet: |encounter| meet(encounter, &PYTHON, |_, _| Ok(())),
    answers: |leaf, name| answers(leaf, name, Wildcards::Whole),
};

pub(super) const OPENSSL_SECLEVEL1: Stack = Stack {
    id: "openssl-seclevel1",
    version: "3.0, security level 1",
    recorded: "OpenSSL 3.0 of Debian 12 through CPython's ssl with CERT_REQUIRED, check_hostname and @SECLEVEL=1",
    found_in: "OpenSSL as its authors build it, and distributions that leave the level alone",
    load: |own| load(own, &LEVEL_1),
    meet: |encounter| meet(encounter, &LEVEL_1, |_, _| Ok(())),
    ..OPENSSL
};

/// `VERIFY_X509_STRICT | VERIFY_X509_PARTIAL_CHAIN`, the flags of `create_default_context` since 3.13.
pub(super) const PYTHON_3_13: Stack = Stack {
    id: "python-3.13",
    name: "Python",
    version: "3.13, OpenSSL 3.0",
    recorded: "121 pairs with CPython's ssl and the default flags of 3.13, over OpenSSL 3.0 at security level 2",
    found_in: "requests, httpx, aiohttp, urllib3 with Python 3.13 and later",
    load: |own| load(own, &STRICT),
    meet: |encounter| meet(encounter, &STRICT, |_, _| Ok(())),
    ..OPENSSL
};

pub(super) const OPENSSL_CLI: Stack = Stack {
    id: "openssl-cli",
    name: "openssl s_client, s_server",
    version: "3.0 as Debian has it",
    recorded: "openssl s_server -Verify -verify_return_error; openssl s_client -verify_return_error -verify_hostname",
    found_in: "the command line",
    load: |own| load(own, &CLI),
    meet: |encounter| meet(encounter, &CLI, |_, _| Ok(())),
    answers: |leaf, name| answers(leaf, name, Wildcards::Partial),
    ..OPENSSL
};

fn answers(leaf: &Rc<Parsed>, name: &str, wildcards: Wildcards) -> bool {
    host::check_id(&x509::X509::new(Rc::clone(leaf), &x509::OPENSSL), name, wildcards).is_ok()
}
