//! How Java builds a path out of certificates that are not in order (`SunCertPathBuilder`, `ForwardBuilder`): depth first from
//! the end entity, through trusted certificates and those that the peer sent, whatever their key identifiers.

use std::rc::Rc;

use crate::peer::encounter::Encounter;
use crate::peer::shelf::Parsed;
use crate::peer::stack::java::certificate::{has_same_key, is_same, path_length};
use crate::peer::stack::java::validate::{Failure, check_key_cert_sign, check_validity, is_known, validate};

/// `PKIXBuilderParameters.maxPathLength`: intermediates that are not self-issued.
const MOST_CAS: u64 = 5;

/// Paths that are tried here; Java tries them all.
const MOST_STEPS: usize = 10_000;

struct Search<'a> {
    encounter: &'a Encounter<'a>,
    sent: &'a [Rc<Parsed>],
    steps: usize,
}

/// The anchor of the first path that holds; `None` if there is none.
pub(super) fn find_anchor(
    encounter: &Encounter<'_>,
    sent: &[Rc<Parsed>],
) -> Result<Option<Rc<Parsed>>, Failure> {
    let Some(target) = sent.first() else { return Ok(None) };
    let is_usable =
        check_validity(&target.certificate, encounter.time).is_ok() && has_known_extensions(target);
    if !is_usable {
        return Ok(None);
    }
    Search { encounter, sent, steps: 0 }.extend(&mut vec![Rc::clone(target)], 0)
}

/// `SunCertPathBuilder.depthFirstSearchForward`: no critical extension is left that no checker deals with. Recorded:
/// ext-ski-critical-client.
fn has_known_extensions(cert: &Parsed) -> bool {
    cert.certificate.extensions.iter().all(|extension| !extension.critical || is_known(&extension.oid))
}

impl Search<'_> {
    /// `depthFirstSearchForward`; it calls itself no deeper than there are certificates that were sent.
    fn extend(&mut self, path: &mut Vec<Rc<Parsed>>, cas: u64) -> Result<Option<Rc<Parsed>>, Failure> {
        let Some(head) = path.last().cloned() else { return Ok(None) };
        self.steps += 1;
        if self.steps > MOST_STEPS {
            let reason =
                "the peer sends so many certificates of the same name that not all paths were tried here";
            return Err(Failure::Unknown(reason.to_owned()));
        }
        let issuer = &head.certificate.issuer;
        let anchors = self.encounter.loaded.anchors.iter();
        for anchor in anchors.filter(|anchor| anchor.certificate.subject.matches(issuer)) {
            match validate(self.encounter, anchor, path) {
                Ok(()) => return Ok(Some(Rc::clone(anchor))),
                Err(Failure::Thrown(_)) => {}
                Err(other) => return Err(other),
            }
        }
        for candidate in self.sent {
            let next = cas + u64::from(!candidate.certificate.is_self_issued());
            if next > MOST_CAS || !self.may_follow(candidate, path, cas) {
                continue;
            }
            path.push(Rc::clone(candidate));
            let found = self.extend(path, next)?;
            path.pop();
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// A CA of the name wanted that is not in the path yet (`getMatchingCACerts`, `verifyCert`, `repeated`).
    fn may_follow(&self, candidate: &Rc<Parsed>, path: &[Rc<Parsed>], cas: u64) -> bool {
        let certificate = &candidate.certificate;
        let is_wanted = path.last().is_some_and(|head| certificate.subject.matches(&head.certificate.issuer));
        let is_repeated = |member: &Rc<Parsed>| {
            is_same(member, candidate)
                || (member.certificate.subject.matches(&certificate.subject)
                    && has_same_key(&member.certificate, certificate))
        };
        is_wanted
            && path_length(certificate).is_some_and(|most| most >= cas)
            && check_validity(certificate, self.encounter.time).is_ok()
            && check_key_cert_sign(certificate).is_ok()
            && has_known_extensions(candidate)
            && !path.iter().any(is_repeated)
    }
}
