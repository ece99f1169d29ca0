//! How GnuTLS puts a chain in order before it verifies it (`verify-high.c`, `common.c`).

use std::rc::Rc;

use crate::peer::shelf::Parsed;

/// `DEFAULT_MAX_VERIFY_DEPTH`
pub(super) const MAX_VERIFY_DEPTH: usize = 16;

pub(super) type Chain = Vec<Rc<Parsed>>;

/// `is_issuer`: the names byte for byte, and the key identifiers where both can be read, which one of no octets cannot
/// (`gnutls_x509_crt_get_subject_key_id`; recorded: ext-aki-garbage-server).
pub(super) fn is_issuer(subject: &Parsed, issuer: &Parsed) -> bool {
    let (subject, issuer) = (&subject.certificate, &issuer.certificate);
    let authority = subject
        .extension("authorityKeyIdentifier")
        .filter(|extension| !extension.damaged)
        .and_then(|_| subject.authority_key_identifier()?.key_identifier.as_deref());
    let agree = match (authority, issuer.subject_key_identifier()) {
        (Some(authority), Some(subject)) => authority == subject || subject.is_empty(),
        _ => true,
    };
    subject.issuer.der == issuer.subject.der && agree
}

pub(super) fn is_self_issued(certificate: &Parsed) -> bool {
    is_issuer(certificate, certificate)
}

/// The loop of `gnutls_x509_trust_list_verify_crt2`: sorts each piece of the chain, drops what was there before, and stops where
/// the trust list takes over (recorded: chain-duplicate-leaf-server, chain-cross-signed-wrong-path-first).
pub(super) fn arranged(peer: &[Rc<Parsed>], anchors: &[Rc<Parsed>]) -> Chain {
    let mut chain = peer.to_vec();
    let mut seen: Vec<usize> = Vec::new();
    let mut at = 0;
    while at < chain.len() && chain.len() <= MAX_VERIFY_DEPTH {
        let sorted = sort_piece(chain.get_mut(at..).unwrap_or_default());
        let duplicate = (at + 1..at + sorted)
            .find(|index| chain.get(*index).is_some_and(|member| seen.contains(&member.id)));
        if let Some(duplicate) = duplicate {
            chain.remove(duplicate);
            continue;
        }
        seen.extend(chain.iter().skip(at).take(sorted).map(|member| member.id));
        at += sorted;
        let Some(last) = at.checked_sub(1).and_then(|index| chain.get(index)) else { break };
        if anchors.iter().any(|anchor| is_issuer(last, anchor)) {
            chain.truncate(at);
            break;
        }
    }
    chain
}

/// `_gnutls_sort_clist`: brings the issuers of the first certificate behind it, and says how many belong together.
fn sort_piece(list: &mut [Rc<Parsed>]) -> usize {
    let issuer_of = |index: usize| {
        let subject = list.get(index).filter(|subject| !is_self_issued(subject))?;
        (1..list.len()).find(|other| {
            *other != index && list.get(*other).is_some_and(|issuer| is_issuer(subject, issuer))
        })
    };
    let mut order = vec![0];
    let mut at = 0;
    while let Some(issuer) = issuer_of(at).filter(|issuer| !order.contains(issuer)) {
        order.push(issuer);
        at = issuer;
    }
    let together = order.len();
    order.extend((1..list.len()).filter(|index| !order.contains(index)).collect::<Vec<_>>());
    let sorted: Chain = order.iter().filter_map(|index| list.get(*index).cloned()).collect();
    list.clone_from_slice(&sorted);
    together
}

/// `shorten_clist`: without a self-issued end, and cut at the first trusted certificate.
pub(super) fn shortened(mut chain: Chain, anchors: &[Rc<Parsed>]) -> Chain {
    without_self_issued_end(&mut chain);
    // An anchor is looked for under the name of its issuer, which only a self-issued one has for a subject.
    let is_trusted = |member: &Rc<Parsed>| {
        let name = &member.certificate.issuer.der;
        anchors.iter().any(|anchor| anchor.certificate.subject.der == *name && anchor.der == member.der)
    };
    if let Some(trusted) = chain.iter().skip(1).position(is_trusted) {
        chain.truncate(trusted + 2);
    }
    chain
}

pub(super) fn without_self_issued_end(chain: &mut Chain) {
    if chain.len() > 1 && chain.last().is_some_and(|last| is_self_issued(last)) {
        chain.pop();
    }
}
