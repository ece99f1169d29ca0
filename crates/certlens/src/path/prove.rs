//! From "could have issued" to "did": the relations of the inventory, checked by signature.

use crate::crypto::signature::SignatureCheck;
use crate::inventory::{Inventory, Proof, Relation};
use crate::path::budget::Budget;
use crate::path::memo::Memo;

/// Proves or drops each [`Relation::Issued`]; one whose signature cannot be checked stays as it is.
pub(crate) fn relations(inventory: &Inventory, memo: &mut Memo) -> Vec<Relation> {
    let prove = |relation: &Relation| match relation {
        Relation::Issued { issuer, subject, proof } => {
            let check = memo.check(inventory, *issuer, *subject, &mut Budget::default());
            let proof = match check {
                Some(SignatureCheck::Valid) => Proof::Signature,
                Some(SignatureCheck::Invalid) => return None,
                Some(SignatureCheck::Undetermined(_)) | None => *proof,
            };
            Some(Relation::Issued { issuer: *issuer, subject: *subject, proof })
        }
        other => Some(other.clone()),
    };
    inventory.relations.iter().filter_map(prove).collect()
}
