//! Where in the structure of the paste something was found.

use core::fmt;

use serde::Serialize;

/// The way from a source to a value in it, as a reader would name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Index of the source in the slice given to `inspect`.
    pub source: usize,
    /// Name of the source: a file name, or what the page calls the box.
    pub name: String,
    /// Index of the Kubernetes object among those found.
    pub manifest: Option<usize>,
    /// That object as `Secret default/provider-tls`.
    pub object: Option<String>,
    /// Keys, list positions and decodings from there inwards: `data`, `tls.crt`.
    pub trail: Vec<String>,
    /// True within a value of a Secret or `ConfigMap` that another one counts instead of.
    pub is_overridden: bool,
    /// Number of the block in its file, from 1, and how many there are; only where there are several.
    pub block: Option<(usize, usize)>,
    /// It stands in a copy that an annotation carries, as `kubectl apply` leaves one: it may be old, and no workload mounts it.
    pub is_copy: bool,
    /// Number within a bundle such as PKCS #7, from 1, and how many are in it.
    pub member: Option<(usize, usize)>,
}

impl Place {
    /// True within a `tls.crt`, which is what a workload presents.
    pub(crate) fn is_presented(&self) -> bool {
        self.trail.iter().any(|step| step == "tls.crt")
    }

    /// Within what is given to a variable, if it is one.
    pub(super) fn within_variable(&self, name: Option<&str>) -> Self {
        name.map_or_else(|| self.clone(), |name| self.within(name))
    }

    /// One step further in.
    pub(super) fn within(&self, step: impl Into<String>) -> Self {
        let mut inner = self.clone();
        inner.trail.push(step.into());
        inner
    }
}

/// `Secret default/provider-tls › data › tls.crt › block 2 of 3`; without an object, the name of the source comes first.
/// Of a copy it says that it is one.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.object.as_deref().unwrap_or(&self.name))?;
        for step in &self.trail {
            write!(f, " › {step}")?;
        }
        if let Some((number, count)) = self.block {
            write!(f, " › block {number} of {count}")?;
        }
        if let Some((number, count)) = self.member {
            write!(f, " › member {number} of {count}")?;
        }
        f.write_str(if self.is_copy { " (a copy)" } else { "" })
    }
}
