//! `crypto/x509/v3_purp.c`: what a certificate may be used for, and whether it is one of a CA.

use super::x509::X509;
use crate::peer::encounter::{Encounter, Role};
use crate::peer::rules::Link;
use crate::x509::extension::key_usage::KeyUsage;

/// `NS_SSL_CLIENT`, `NS_SSL_SERVER`, `NS_SSL_CA`, `NS_ANY_CA`: bits of nsCertType.
const NETSCAPE_CLIENT: u64 = 1;
const NETSCAPE_SERVER: u64 = 1 << 1;
const NETSCAPE_SSL_CA: u64 = 1 << 5;
const NETSCAPE_ANY_CA: u64 = 0b111 << 5;

/// What `X509_check_ca` takes a certificate for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::peer::stack) enum Authority {
    /// 0
    No,
    /// 1: basicConstraints says so.
    Yes,
    /// 3, 4, 5: a self-signed one of version 1, or one that has keyUsage or nsCertType but no basicConstraints.
    Perhaps,
}

/// `check_ca`
pub(in crate::peer::stack) fn check_ca(x509: &X509) -> Authority {
    if x509.key_usage_rejects(KeyUsage::KEY_CERT_SIGN) {
        return Authority::No;
    }
    let netscape = x509.netscape_type().is_some_and(|bits| bits & NETSCAPE_ANY_CA != 0);
    match x509.basic_constraints() {
        Some(true) => Authority::Yes,
        Some(false) => Authority::No,
        None if x509.is_v1() && x509.is_self_signed || x509.key_usage().is_some() || netscape => {
            Authority::Perhaps
        }
        None => Authority::No,
    }
}

/// `X509_check_purpose` for `X509_PURPOSE_SSL_SERVER` or `_CLIENT`: whether it suits the peer. Of a certificate with a broken
/// extension nothing is known, which counts as suitable unless the rules are strict. It knows of no key exchange: what is asked of
/// keyUsage in TLS 1.3 is all that it asks.
pub(in crate::peer::stack) fn is_suitable(
    x509: &X509,
    encounter: &Encounter<'_>,
    at: Link,
    is_strict: bool,
) -> bool {
    if x509.is_invalid {
        return !is_strict;
    }
    let (holder, rules) = (encounter.role.other(), encounter.rules);
    if !rules.allows_purpose(holder, at, x509.purposes()) {
        return false;
    }
    if at > Link::EndEntity {
        let is_netscape = x509.basic_constraints().is_none() && !x509.is_v1() && x509.key_usage().is_none();
        return check_ca(x509) != Authority::No
            && (!is_netscape || x509.netscape_type().is_some_and(|bits| bits & NETSCAPE_SSL_CA != 0));
    }
    let netscape = match holder {
        Role::Client => NETSCAPE_CLIENT,
        Role::Server => NETSCAPE_SERVER,
    };
    let key = x509.certificate().public_key.as_ref();
    rules.allows_use(rules.key_usage(holder).tls13, key, x509.key_usage())
        && x509.netscape_type().is_none_or(|bits| bits & netscape != 0)
}
