//! Revocation lists, complete and delta (RFC 5280 §6.3.3).

use crate::inventory::Content;
use crate::path::member::Member;
use crate::path::revocation::distribution_point::{self, ALL_REASONS, Point};
use crate::path::revocation::list::{Digest, Entry, REMOVE_FROM_CRL};
use crate::path::revocation::{Authority, Status, not_current, signer};
use crate::path::validate::Context;
use crate::span::ObjectId;
use crate::x509::certificate_list::CertificateList;
use std::rc::Rc;

/// What the lists say of a certificate. One status if they settle it; otherwise one for each list that concerns it and cannot be used.
pub(super) fn statuses(
    context: &mut Context<'_, '_>,
    member: &Member<'_>,
    authority: Authority,
) -> Vec<Status> {
    let mut unusable = Vec::new();
    let mut reasons_mask = 0;
    let mut last_good = None;
    for point in distribution_point::points(member) {
        for (id, list, digest) in lists(context, member, &point) {
            if digest.base.is_some() {
                continue;
            }
            if let Some(why) = why_unusable(context, id, list, &digest, authority) {
                unusable.push(Status::Unusable(id, why));
                continue;
            }
            let reasons = point.reasons_of(digest.scope.as_ref(), &list.issuer, member.certificate);
            if reasons == 0 {
                unusable
                    .push(Status::Unusable(id, "the list is not for certificates like this one".to_owned()));
                continue;
            }
            if reasons & !reasons_mask == 0 {
                continue;
            }
            let entry = delta_entry(context, member, (id, list, &digest), authority).or_else(|| {
                digest
                    .entry(context.memo.number(&member.certificate.issuer), &member.certificate.serial.octets)
            });
            if let Some(entry) = entry.filter(|entry| entry.reason != Some(REMOVE_FROM_CRL)) {
                return vec![Status::Revoked(id, entry.date, entry.reason)];
            }
            reasons_mask |= reasons;
            last_good = Some(id);
        }
    }
    match last_good {
        Some(id) if reasons_mask == ALL_REASONS => vec![Status::Good(id)],
        Some(id) => {
            unusable.push(Status::Unusable(
                id,
                "the lists pasted do not cover every reason for revocation".to_owned(),
            ));
            unusable
        }
        None => unusable,
    }
}

/// The lists that may speak at `point`: those of its `cRLIssuer`, otherwise of the certificate's issuer.
fn lists<'a>(
    context: &mut Context<'a, '_>,
    member: &Member<'_>,
    point: &Point<'_>,
) -> Vec<(ObjectId, &'a CertificateList, Rc<Digest>)> {
    let own = context.memo.number(&member.certificate.issuer);
    let issuers = if point.crl_issuers.is_empty() {
        vec![own]
    } else {
        point.crl_issuers.iter().map(|name| context.memo.number(name)).collect()
    };
    let mut found = Vec::new();
    for issuer in issuers {
        for id in context.memo.lists_of(issuer).to_vec() {
            let Some(Content::CertificateList(list)) =
                context.inventory.object(id).map(|object| &object.content)
            else {
                continue;
            };
            let Some(digest) = context.memo.list_digest(context.inventory, id) else { continue };
            let is_indirect = digest.scope.as_ref().is_some_and(|scope| scope.indirect_crl);
            // (b)(1): a list of someone else speaks for the issuer only if it says that it is indirect.
            if issuer == own || is_indirect {
                found.push((id, list.as_ref(), digest));
            }
        }
    }
    found
}

fn why_unusable(
    context: &mut Context<'_, '_>,
    id: ObjectId,
    list: &CertificateList,
    digest: &Digest,
    authority: Authority,
) -> Option<String> {
    let next_update = list.next_update.as_ref().map(|time| time.instant);
    digest
        .unusable
        .clone()
        .or_else(|| {
            not_current(context.settings, list.this_update.instant, next_update)
                .map(|why| format!("the list of `{}` is not current: {why}", list.issuer))
        })
        .or_else(|| signer::not_signed(context, id, list, authority))
}

/// The entry in a delta list that goes with the complete one (§6.3.3 (c), (h), (i)).
fn delta_entry(
    context: &mut Context<'_, '_>,
    member: &Member<'_>,
    (id, list, complete): (ObjectId, &CertificateList, &Digest),
    authority: Authority,
) -> Option<Entry> {
    let issuer = context.memo.number(&list.issuer);
    let certificate_issuer = context.memo.number(&member.certificate.issuer);
    let mut newest: Option<(Vec<u8>, Option<Entry>)> = None;
    for other in context.memo.lists_of(issuer).to_vec() {
        let Some(Content::CertificateList(delta)) =
            context.inventory.object(other).map(|object| &object.content)
        else {
            continue;
        };
        let Some(digest) = context.memo.list_digest(context.inventory, other).filter(|_| other != id) else {
            continue;
        };
        let fits = digest.scope_octets == complete.scope_octets
            && digest.base.as_deref().is_some_and(|base| not_above(base, complete.number.as_deref()))
            && complete.number.as_deref().is_some_and(|number| not_above(number, digest.number.as_deref()));
        if !fits || why_unusable(context, other, delta, &digest, authority).is_some() {
            continue;
        }
        let number = digest.number.clone().unwrap_or_default();
        if newest.as_ref().is_none_or(|(newest, _)| not_above(newest, Some(&number))) {
            newest = Some((number, digest.entry(certificate_issuer, &member.certificate.serial.octets)));
        }
    }
    newest.and_then(|(_, entry)| entry)
}

/// True if the number `left` is at most `right`, both big-endian and not negative.
fn not_above(left: &[u8], right: Option<&[u8]>) -> bool {
    let magnitude =
        |number: &[u8]| -> Vec<u8> { number.iter().copied().skip_while(|octet| *octet == 0).collect() };
    right.is_some_and(|right| {
        let (left, right) = (magnitude(left), magnitude(right));
        (left.len(), &left) <= (right.len(), &right)
    })
}
