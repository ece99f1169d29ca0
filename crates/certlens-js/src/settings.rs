//! The settings as a JS object.

use certlens::purpose::Purpose;
use certlens::settings::{AnchorUse, Profile, Revocation};
use certlens::time::Timestamp;
use certlens::{Inspection, Settings, Source, inspect_trusting};
use serde::Deserialize;

/// `InspectionSettings` of `types.d.ts`.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SettingsObject {
    at: Option<String>,
    #[serde(default)]
    trust: Vec<String>,
    purpose: Option<String>,
    #[serde(default)]
    names: Vec<String>,
    profile: Option<String>,
    anchors: Option<String>,
    revocation: Option<String>,
    max_intermediates: Option<u32>,
}

impl SettingsObject {
    /// What is in `sources`, judged; the error is a sentence.
    pub(crate) fn judge(mut self, sources: Vec<Source>) -> Result<Inspection, String> {
        let trusted = core::mem::take(&mut self.trust).into_iter();
        let trusted = trusted.map(|pem| Source { name: "trust".to_owned(), content: pem.into_bytes() });
        Ok(inspect_trusting(sources, trusted.collect(), &self.settings()?))
    }

    /// The settings of the core, but for the trust.
    fn settings(self) -> Result<Settings, String> {
        let time = match self.at {
            Some(text) => text.parse().map_err(|error| format!("at: {error}"))?,
            None => now(),
        };
        let names = self.names.iter().map(|name| name.parse().map_err(|error| format!("names: {error}")));
        Ok(Settings {
            time,
            purpose: one_of(
                "purpose",
                self.purpose,
                &[
                    ("any", Purpose::Any),
                    ("server", Purpose::ServerAuthentication),
                    ("client", Purpose::ClientAuthentication),
                ],
            )?,
            identifiers: names.collect::<Result<_, _>>()?,
            profile: one_of(
                "profile",
                self.profile,
                &[("private", Profile::Private), ("rfc5280", Profile::Rfc5280), ("webpki", Profile::WebPki)],
            )?,
            anchor_use: one_of(
                "anchors",
                self.anchors,
                &[("enforced", AnchorUse::ENFORCED), ("name-and-key", AnchorUse::NAME_AND_KEY)],
            )?,
            revocation: one_of(
                "revocation",
                self.revocation,
                &[("when-given", Revocation::WhenGiven), ("required", Revocation::Required)],
            )?,
            max_intermediates: self.max_intermediates.map(u64::from),
            ..Settings::default()
        })
    }
}

/// The value with the name given, by default the first.
fn one_of<T: Copy + Default>(field: &str, given: Option<String>, values: &[(&str, T)]) -> Result<T, String> {
    let Some(given) = given else { return Ok(T::default()) };
    values.iter().find(|(name, _)| *name == given).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
        format!("{field}: `{given}` is none of {}", names.join(", "))
    })
}

/// What the clock says; the core has none.
pub(crate) fn now() -> Timestamp {
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "seconds of any date fit, and JS has only floats"
    )]
    Timestamp((js_sys::Date::now() / 1000.0) as i64)
}
