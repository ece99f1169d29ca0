//! Whether a revocation list was signed on behalf of the CA it speaks for (RFC 5280 §6.3.3 (f), (g)).

use crate::crypto::signature::SignatureCheck;
use crate::path::revocation::{Authority, SPENT};
use crate::path::search;
use crate::path::validate::Context;
use crate::rule::Verdict;
use crate::settings::{Settings, Trust};
use crate::sort;
use crate::span::ObjectId;
use crate::x509::certificate_list::CertificateList;
use crate::x509::extension::key_usage::KeyUsage;

/// Signers of lists have certificates, whose revocation takes lists, whose signers have certificates: this deep, no deeper.
const DEEPEST: usize = 2;

/// Why nobody who may have signed the list `id`, if so.
pub(super) fn not_signed(
    context: &mut Context<'_, '_>,
    id: ObjectId,
    list: &CertificateList,
    authority: Authority,
) -> Option<String> {
    let name = context.memo.number(&list.issuer);
    let mut signers: Vec<ObjectId> = context.memo.named(name).to_vec();
    // The certificate on the path needs no path of its own, so it comes first.
    sort::by_key(&mut signers, |signer| *signer != authority.issuer);
    let mut why = format!("the certificate of `{}`, which signed the list, was not pasted", list.issuer);
    for signer in signers {
        match context.memo.check(context.inventory, signer, id, context.budget) {
            Some(SignatureCheck::Valid) => {}
            Some(SignatureCheck::Undetermined(reason)) => {
                why = format!("the signature of the list could not be checked: {reason}");
                continue;
            }
            Some(SignatureCheck::Invalid) => {
                why = format!("the signature of the list does not verify with the key of `{}`", list.issuer);
                continue;
            }
            None => return Some(SPENT.to_owned()),
        }
        let usage = context.inventory.certificate(signer).and_then(|certificate| certificate.key_usage());
        if usage.is_some_and(|usage| !usage.has(KeyUsage::CRL_SIGN)) {
            why = format!("`{}` signed the list, but its keyUsage lacks cRLSign", list.issuer);
        } else if signer == authority.issuer || is_trusted(context, signer, authority) {
            return None;
        } else {
            why = format!("the signer of the list, `{}`, has no valid path to the same anchor", list.issuer);
        }
    }
    Some(why)
}

/// Whether the signer has a valid path of its own to the anchor of the path in question.
fn is_trusted(context: &mut Context<'_, '_>, signer: ObjectId, authority: Authority) -> bool {
    let own = context.memo.node(signer).map(|node| (node.subject, node.key));
    let issuer = context.memo.node(authority.issuer).map(|node| (node.subject, node.key));
    if own.is_some() && own == issuer {
        return true;
    }
    // A signer whose path is being validated may speak about itself: nobody else would have taken it back.
    if context.signers.contains(&signer) {
        return true;
    }
    let Some(anchor) = context.memo.node(authority.anchor).filter(|_| context.signers.len() < DEEPEST) else {
        return false;
    };
    let settings = Settings {
        trust: Trust::from_iter([anchor.fingerprint]),
        purpose: crate::purpose::Purpose::Any,
        identifiers: Vec::new(),
        ..context.settings.clone()
    };
    let mut inner = Context {
        inventory: context.inventory,
        settings: &settings,
        memo: context.memo,
        budget: context.budget,
        signers: context.signers.iter().copied().chain([signer]).collect(),
    };
    let found = search::candidates(&mut inner, signer);
    found.first().is_some_and(|candidate| candidate.verdict == Verdict::Accept)
}
