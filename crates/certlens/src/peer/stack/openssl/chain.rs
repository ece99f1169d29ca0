//! `build_chain` of `crypto/x509/x509_vfy.c`: trusted issuers first, then the peer's, never back to a choice once made.

use super::code::{
    CHAIN_TOO_LONG, Code, HAS_EXPIRED, ISSUER_CERT, LOCAL_ISSUER, NOT_AFTER_FIELD, NOT_BEFORE_FIELD,
    NOT_YET_VALID, SELF_SIGNED, SELF_SIGNED_IN_CHAIN,
};
use super::raised::{INVALID_CERTIFICATE, Queue};
use super::x509::X509;
use crate::der::time::{Time, TimeEncoding};
use crate::time::Timestamp;
use crate::x509::certificate::Certificate;

/// The depth to which OpenSSL follows a chain by default (`default_table` of `crypto/x509/x509_vpm.c`), and the leaf.
const MAX_CHAIN: usize = 101;

/// What was built.
pub(in crate::peer::stack) struct Chain {
    /// From the leaf up.
    pub(in crate::peer::stack) certificates: Vec<X509>,
    /// Why it ends nowhere, if it does.
    pub(in crate::peer::stack) failure: Option<Code>,
}

impl Chain {
    /// What `ossl_x509v3_cache_extensions` raises of a broken leaf, and of a broken issuer that was looked at.
    pub(in crate::peer::stack) fn raised<'a>(&self, mut issuers: impl Iterator<Item = &'a X509>) -> Queue {
        let is_asked = |issuer: &X509| self.certificates.iter().any(|subject| issuer.is_named_by(subject));
        let is_broken = self.certificates.first().is_some_and(|leaf| leaf.is_invalid)
            || issuers.any(|issuer| issuer.is_invalid && is_asked(issuer));
        is_broken.then_some(INVALID_CERTIFICATE).into_iter().collect()
    }
}

/// `build_chain`, with `X509_V_FLAG_TRUSTED_FIRST`, which is the default. `shown` is all the peer sent, leaf included.
pub(in crate::peer::stack) fn build(
    shown: &[X509],
    anchors: &[X509],
    partial_chains: bool,
    now: Timestamp,
) -> Option<Chain> {
    let mut chain = vec![shown.first()?.clone()];
    let mut spare: Vec<&X509> = shown.iter().collect();
    let mut untrusted = 1;
    let mut is_trusted = false;
    while let Some(current) = chain.last().cloned() {
        let is_peers = untrusted == chain.len();
        let issuer = if chain.len() > MAX_CHAIN { None } else { trusted_issuer(&current, anchors, now) };
        match issuer {
            Some(issuer) if !current.is_self_signed => chain.push(issuer.clone()),
            // A self-signed certificate of the peer is only as good as the trusted one that equals it.
            Some(issuer) if issuer.is(&current) && is_peers => untrusted -= 1,
            _ => {
                let next = if is_peers && !current.is_self_signed && chain.len() <= MAX_CHAIN {
                    untrusted_issuer(&current, &chain, &spare, now)
                } else {
                    None
                };
                let Some(next) = next else { break };
                spare.retain(|other| !other.is(&next));
                chain.push(next);
                untrusted += 1;
                continue;
            }
        }
        is_trusted = partial_chains || chain.last().is_some_and(|last| last.is_self_signed);
        if is_trusted {
            break;
        }
    }
    if !is_trusted && partial_chains && untrusted == chain.len() && chain.len() <= MAX_CHAIN {
        is_trusted = is_leaf_trusted(&chain, anchors);
    }
    let failure = (!is_trusted).then(|| failure(&chain, untrusted));
    Some(Chain { certificates: chain, failure })
}

/// `check_trust`, its last resort: the leaf itself is in the store. It alone then counts as the trusted part.
fn is_leaf_trusted(chain: &[X509], anchors: &[X509]) -> bool {
    chain.first().is_some_and(|leaf| anchors.iter().any(|anchor| anchor.is(leaf)))
}

/// The end of `build_chain` (recorded: `anchor-intermediate`, `chain-no-ca-match-empty-server-chain`).
fn failure(chain: &[X509], untrusted: usize) -> Code {
    let ends_self_signed = chain.last().is_some_and(|last| last.is_self_signed);
    match chain.len() {
        length if length > MAX_CHAIN => CHAIN_TOO_LONG,
        1 if ends_self_signed => SELF_SIGNED,
        _ if ends_self_signed => SELF_SIGNED_IN_CHAIN,
        length if untrusted < length => ISSUER_CERT,
        _ => LOCAL_ISSUER,
    }
}

/// `X509_STORE_CTX_get1_issuer`: the first in the file that is valid now, else the one that was valid last.
fn trusted_issuer<'a>(subject: &X509, anchors: &'a [X509], now: Timestamp) -> Option<&'a X509> {
    best(anchors.iter().filter(|anchor| anchor.likely_issued(subject)), now)
}

/// `find_issuer`
fn untrusted_issuer(subject: &X509, chain: &[X509], spare: &[&X509], now: Timestamp) -> Option<X509> {
    let is_alone = subject.is_self_issued && chain.len() == 1;
    let is_new = |issuer: &X509| is_alone || !chain.iter().any(|other| other.is(issuer));
    best(spare.iter().copied().filter(|issuer| issuer.likely_issued(subject) && is_new(issuer)), now).cloned()
}

/// `X509_STORE_CTX_get1_issuer`, `find_issuer` (recorded: `rotated-ca-without-aki`).
fn best<'a>(issuers: impl Iterator<Item = &'a X509>, now: Timestamp) -> Option<&'a X509> {
    let mut latest: Option<&X509> = None;
    for issuer in issuers {
        if check_time(issuer.certificate(), now).is_empty() {
            return Some(issuer);
        }
        let ends = |x509: &X509| x509.certificate().validity.not_after.instant;
        if latest.is_none_or(|latest| ends(issuer) > ends(latest)) {
            latest = Some(issuer);
        }
    }
    latest
}

/// `ossl_x509_check_cert_time`: what is wrong with the two times.
pub(in crate::peer::stack) fn check_time(certificate: &Certificate, now: Timestamp) -> Vec<Code> {
    let validity = &certificate.validity;
    let before = match instant(&validity.not_before) {
        None => Some(NOT_BEFORE_FIELD),
        Some(begin) if begin > now => Some(NOT_YET_VALID),
        Some(_) => None,
    };
    let after = match instant(&validity.not_after) {
        None => Some(NOT_AFTER_FIELD),
        Some(end) if end <= now => Some(HAS_EXPIRED),
        Some(_) => None,
    };
    before.into_iter().chain(after).collect()
}

/// `X509_cmp_time` takes `YYMMDDHHMMSSZ` and `YYYYMMDDHHMMSSZ` and nothing else (recorded: `utctime-no-seconds-server`,
/// `gentime-fraction-server`, `utctime-offset-server`).
fn instant(time: &Time) -> Option<Timestamp> {
    let length = match time.encoding? {
        TimeEncoding::Utc => 13,
        TimeEncoding::Generalized => 15,
    };
    let digits = time.text.strip_suffix('Z')?;
    let is_plain = time.text.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
    time.instant.filter(|_| is_plain)
}
