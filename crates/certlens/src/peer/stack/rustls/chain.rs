//! How webpki builds a path (`verify_cert.rs`): depth first, each certificate first against every anchor, then against every
//! certificate that the peer sent; the most specific error of all that was tried is reported.

use crate::der::tag;
use crate::peer::encounter::Encounter;
use crate::peer::rules::Link;
use crate::peer::stack::rustls::certificate::{Anchor, Cert, time};
use crate::peer::stack::rustls::constraints::check_name_constraints;
use crate::peer::stack::rustls::der::all;
use crate::peer::stack::rustls::error::{
    BAD_DER, CA_USED_AS_END_ENTITY, EMPTY_EKU_EXTENSION, END_ENTITY_USED_AS_CA, Error, INVALID_CERT_VALIDITY,
    MAXIMUM_NAME_CONSTRAINT_COMPARISONS_EXCEEDED, MAXIMUM_PATH_BUILD_CALLS_EXCEEDED,
    MAXIMUM_PATH_DEPTH_EXCEEDED, MAXIMUM_SIGNATURE_CHECKS_EXCEEDED, PATH_LEN_CONSTRAINT_VIOLATED,
    UNKNOWN_ISSUER, expired, not_valid_yet, wrong_purpose,
};
use crate::peer::stack::rustls::signature::verify_signed_data;
use crate::x509::oids;

/// `MAX_SUB_CA_COUNT`: certificates between the end entity and the anchor.
const MOST_INTERMEDIATES: usize = 6;

/// `Budget`, and one more for what is counted nowhere there: comparisons of names while looking for an issuer.
pub(super) struct Budget {
    signatures: usize,
    build_chain_calls: usize,
    name_constraint_comparisons: usize,
    candidates: usize,
}

impl Budget {
    const fn new() -> Self {
        Self {
            signatures: 100,
            build_chain_calls: 200_000,
            name_constraint_comparisons: 250_000,
            candidates: 20_000_000,
        }
    }

    fn take(left: &mut usize, otherwise: Error) -> Result<(), Error> {
        *left = left.checked_sub(1).ok_or(otherwise)?;
        Ok(())
    }

    pub(super) fn take_name_constraint_comparison(&mut self) -> Result<(), Error> {
        Self::take(&mut self.name_constraint_comparisons, MAXIMUM_NAME_CONSTRAINT_COMPARISONS_EXCEEDED)
    }
}

/// What a search goes through.
struct Search<'a> {
    encounter: &'a Encounter<'a>,
    anchors: Vec<Anchor<'a>>,
    /// What the peer sent beside its own certificate, readable or not.
    intermediates: Vec<Result<Cert<'a>, Error>>,
    budget: Budget,
}

/// `verify_for_usage`: whether a path leads from `end_entity` to a trusted certificate.
pub(super) fn verify_for_usage<'a>(
    encounter: &'a Encounter<'a>,
    end_entity: &Cert<'a>,
    intermediates: Vec<Result<Cert<'a>, Error>>,
) -> Result<(), Error> {
    let anchors = encounter.loaded.anchors.iter().filter_map(Anchor::read).collect();
    let mut search = Search { encounter, anchors, intermediates, budget: Budget::new() };
    search.build_chain(&mut vec![end_entity.clone()])
}

impl<'a> Search<'a> {
    /// `build_chain_inner`: a path for the last certificate of `path`, which begins with the end entity. It calls itself at
    /// most [`MOST_INTERMEDIATES`] deep.
    fn build_chain(&mut self, path: &mut Vec<Cert<'a>>) -> Result<(), Error> {
        let Some(head) = path.last().cloned() else { return Err(UNKNOWN_ISSUER) };
        self.check_issuer_independent_properties(&head, path.len() - 1)
            .map_err(|error| error.of(&head.parsed.der))?;
        let mut worst = UNKNOWN_ISSUER.of(&head.parsed.der);
        for at in 0..self.anchors.len() {
            let Some(anchor) = self.anchors.get(at).filter(|anchor| anchor.subject == head.issuer).cloned()
            else {
                continue;
            };
            match self.check_signed_chain(&anchor, path) {
                Ok(()) => return Ok(()),
                Err(error) if error.ends_the_search() => return Err(error),
                Err(error) => worst = worst.most_specific(error),
            }
        }
        for at in 0..self.intermediates.len() {
            match self.try_issuer(at, &head, path) {
                Ok(()) => return Ok(()),
                Err(error) if error.ends_the_search() => return Err(error),
                Err(error) => worst = worst.most_specific(error),
            }
        }
        Err(worst)
    }

    /// The part of `build_chain_inner` that goes through the intermediates: of the name wanted, and not in the path with the same key
    /// already. Recorded: chain-duplicate-inter-server, ca-aki-mismatch-inter.
    fn try_issuer(&mut self, at: usize, head: &Cert<'a>, path: &mut Vec<Cert<'a>>) -> Result<(), Error> {
        let too_many =
            "the peer sends so many certificates of the same name that not all paths were tried here";
        if self.budget.candidates == 0 {
            return Err(Error::unknown(too_many.to_owned()));
        }
        self.budget.candidates -= 1;
        let issuer = match self.intermediates.get(at) {
            Some(Ok(issuer)) => issuer,
            Some(Err(error)) => return Err(error.clone()),
            None => return Err(UNKNOWN_ISSUER),
        };
        let is_in_path = |member: &Cert<'_>| {
            member.spki.content == issuer.spki.content && member.subject == issuer.subject
        };
        if issuer.subject != head.issuer || path.iter().any(is_in_path) {
            return Err(UNKNOWN_ISSUER);
        }
        let issuer = issuer.clone();
        Budget::take(&mut self.budget.build_chain_calls, MAXIMUM_PATH_BUILD_CALLS_EXCEEDED)?;
        if path.len() > MOST_INTERMEDIATES {
            return Err(MAXIMUM_PATH_DEPTH_EXCEEDED.of(&issuer.parsed.der));
        }
        path.push(issuer);
        let result = self.build_chain(path);
        path.pop();
        result
    }

    /// `check_issuer_independent_properties`: `depth` is 0 for the end entity, and for a CA one more than the CAs below it. Recorded:
    /// expired-server, ca-leaf-ku-inter, whose keyUsage is not looked at.
    fn check_issuer_independent_properties(&self, cert: &Cert<'_>, depth: usize) -> Result<(), Error> {
        all(cert.validity, BAD_DER, |fields| {
            let (not_before, not_after) = (time(fields)?, time(fields)?);
            let now = self.encounter.time.0;
            if not_before > not_after {
                Err(INVALID_CERT_VALIDITY)
            } else if now < not_before {
                Err(not_valid_yet(now, not_before))
            } else if now > not_after {
                Err(expired(now, not_after))
            } else {
                Ok(())
            }
        })?;
        check_basic_constraints(cert, depth)?;
        check_purposes(self.encounter, cert, Link::at(depth, false))
    }

    /// `check_signed_chain`, `check_signed_chain_name_constraints`: every signature from the anchor down, then every name under the
    /// constraints above it. Recorded: nc-root-dns-permit-miss.
    fn check_signed_chain(&mut self, anchor: &Anchor<'a>, path: &[Cert<'a>]) -> Result<(), Error> {
        let mut signer = (anchor.parsed, anchor.spki);
        for cert in path.iter().rev() {
            Budget::take(&mut self.budget.signatures, MAXIMUM_SIGNATURE_CHECKS_EXCEEDED)?;
            verify_signed_data(self.encounter.shelf, signer.0, signer.1, cert)
                .map_err(|error| error.of(&cert.parsed.der))?;
            signer = (cert.parsed, cert.spki);
        }
        let mut constraints = anchor.name_constraints;
        for (at, cert) in path.iter().enumerate().rev() {
            if let Some(constraints) = constraints {
                let below = path.get(..=at).unwrap_or_default();
                all(constraints, BAD_DER, |fields| check_name_constraints(fields, below, &mut self.budget))?;
            }
            constraints = cert.name_constraints;
        }
        Ok(())
    }
}

/// `check_basic_constraints` of `verify_cert.rs`. Recorded: ca-true-leaf-server, ca-bc-missing-inter, ca-pathlen-inter-0-exceeded.
fn check_basic_constraints(cert: &Cert<'_>, depth: usize) -> Result<(), Error> {
    let (is_ca, path_len) = match cert.basic_constraints {
        Some(content) => all(content, BAD_DER, |fields| {
            let is_ca = fields.boolean()?;
            let path_len = if fields.is_empty() { None } else { Some(usize::from(fields.octet()?)) };
            Ok((is_ca, path_len))
        })?,
        None => (false, None),
    };
    match depth {
        0 if is_ca => Err(CA_USED_AS_END_ENTITY),
        0 => Ok(()),
        _ if !is_ca => Err(END_ENTITY_USED_AS_CA),
        _ if path_len.is_some_and(|most| depth - 1 > most) => Err(PATH_LEN_CONSTRAINT_VIOLATED),
        _ => Ok(()),
    }
}

/// `ExtendedKeyUsage::check`: extKeyUsage of any certificate of the path, where it is there, must name the role itself. Recorded:
/// eku-any-server, ca-eku-client-inter, eku-empty-server.
fn check_purposes(encounter: &Encounter<'_>, cert: &Cert<'_>, at: Link) -> Result<(), Error> {
    let (holder, rules) = (encounter.role.other(), encounter.rules);
    let Some(content) = cert.purposes.filter(|_| rules.asks_purpose(holder, at)) else { return Ok(()) };
    if content.is_empty() && !rules.empty_is_none {
        return Err(EMPTY_EKU_EXTENSION);
    }
    let mut present = Vec::new();
    let mut fields = crate::peer::stack::rustls::der::Input::new(content);
    while !fields.is_empty() {
        let id = fields.expect(tag::OID)?;
        if rules.is_purpose(holder, at, id) {
            return Ok(());
        }
        present.push(purpose(id));
    }
    Err(wrong_purpose(&purpose(holder.key_purpose()), &present))
}

/// A purpose as rustls writes it: two of them in words, the others as webpki's `OidDecoder` takes them apart, which shifts by
/// eight bits where seven are meant (recorded: eku-unknown-server).
fn purpose(id: &[u8]) -> String {
    match id {
        oids::SERVER_AUTH => return "server authentication".to_owned(),
        oids::CLIENT_AUTH => return "client authentication".to_owned(),
        _ => {}
    }
    let arcs = id
        .split_inclusive(|octet| octet & 0x80 == 0)
        .filter(|arc| arc.last().is_some_and(|last| last & 0x80 == 0));
    let values = arcs.map(|arc| arc.iter().fold(0u64, |value, octet| value << 8 | u64::from(octet & 0x7f)));
    let text = values.enumerate().map(|(index, value)| match (index, value) {
        (0, 0..40) => format!("0, {value}"),
        (0, 40..80) => format!("1, {}", value - 40),
        (0, _) => format!("2, {}", value - 80),
        _ => value.to_string(),
    });
    text.collect::<Vec<_>>().join(", ")
}
