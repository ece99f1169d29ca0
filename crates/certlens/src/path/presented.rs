//! The certificates a side presents, against the path they should make: what is missing, superfluous or out of order.

use crate::path::{Candidate, PathEnd, Role};
use crate::span::ObjectId;

/// What is odd about the certificates presented, in the order in which they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Oddity {
    /// An intermediate of the path is not presented: a peer that has only the anchor will not find it.
    Missing(ObjectId),
    /// It is not needed for the path.
    Superfluous(ObjectId),
    /// It is the trust anchor, which the other side must have anyway.
    Anchor(ObjectId),
    /// It does not certify the one before it (RFC 5246 §7.4.2; RFC 8446 §4.4.2 tolerates it, old clients do not).
    OutOfOrder(ObjectId),
    /// It is presented more than once.
    Repeated(ObjectId),
}

/// What is odd about `presented`, the certificates as sent, given the path that its first one should have.
#[must_use]
pub fn oddities(presented: &[ObjectId], path: &Candidate) -> Vec<Oddity> {
    let mut oddities = Vec::new();
    let needed: Vec<ObjectId> = path
        .steps
        .iter()
        .filter(|step| step.role != Role::TrustAnchor || path.steps.len() == 1)
        .map(|step| step.certificate)
        .collect();
    let anchor = match path.end {
        PathEnd::Anchor(anchor) => Some(anchor),
        _ => None,
    };
    let mut seen = std::collections::BTreeSet::new();
    let mut reached = 0;
    for id in presented {
        if !seen.insert(*id) {
            oddities.push(Oddity::Repeated(*id));
            continue;
        }
        match needed.iter().position(|needed| needed == id) {
            Some(position) if position < reached => oddities.push(Oddity::OutOfOrder(*id)),
            Some(position) => reached = position,
            None if Some(*id) == anchor => oddities.push(Oddity::Anchor(*id)),
            None => oddities.push(Oddity::Superfluous(*id)),
        }
    }
    oddities.extend(needed.into_iter().filter(|id| !seen.contains(id)).map(Oddity::Missing));
    oddities
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::PathStep;
    use crate::rule::Verdict;

    #[test]
    fn presented_against_needed() {
        let step = |id: usize, role| PathStep { certificate: ObjectId(id), role, findings: Vec::new() };
        let path = Candidate {
            certificates: vec![ObjectId(0), ObjectId(1), ObjectId(2), ObjectId(3)],
            end: PathEnd::Anchor(ObjectId(3)),
            steps: vec![
                step(0, Role::EndEntity),
                step(1, Role::Intermediate),
                step(2, Role::Intermediate),
                step(3, Role::TrustAnchor),
            ],
            verdict: Verdict::Accept,
            policies: Vec::new(),
        };
        let cases: &[(&[usize], &[Oddity])] = &[
            (&[0, 1, 2], &[]),
            (&[0, 2, 1], &[Oddity::OutOfOrder(ObjectId(1))]),
            (&[0, 1], &[Oddity::Missing(ObjectId(2))]),
            (&[0, 1, 2, 3], &[Oddity::Anchor(ObjectId(3))]),
            (&[0, 9, 1, 1, 2], &[Oddity::Superfluous(ObjectId(9)), Oddity::Repeated(ObjectId(1))]),
        ];
        for (presented, expected) in cases {
            let presented: Vec<ObjectId> = presented.iter().map(|id| ObjectId(*id)).collect();
            assert_eq!(oddities(&presented, &path), *expected, "{presented:?}");
        }
    }
}
