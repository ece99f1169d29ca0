//! The core as a JS package: plain objects in, plain objects out.

mod pair;
mod settings;

use certlens::report::{self, Format};
use certlens::{Inspection, Source};
use serde::Serialize as _;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

use pair::PairSettingsObject;
use settings::SettingsObject;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

#[wasm_bindgen]
extern "C" {
    /// `Input[]`
    #[wasm_bindgen(typescript_type = "Input[]")]
    pub type Inputs;
    /// `InspectionSettings`
    #[wasm_bindgen(typescript_type = "InspectionSettings")]
    pub type InspectionSettings;
    /// `PairSettings`
    #[wasm_bindgen(typescript_type = "PairSettings")]
    pub type PairSettings;
    /// `Pair`
    #[wasm_bindgen(typescript_type = "Pair")]
    pub type PairObject;
    /// `Inspection`
    #[wasm_bindgen(typescript_type = "Inspection")]
    pub type InspectionObject;
}

/// Reads `inputs` and judges what is in them; what `certlens inspect --format json` prints, as an object.
///
/// # Errors
/// If `inputs` or `settings` do not have their types, or a setting cannot be understood; a sentence says which.
#[wasm_bindgen]
pub fn inspect(inputs: Inputs, settings: Option<InspectionSettings>) -> Result<InspectionObject, JsError> {
    let document = report::document(&judged(inputs, settings)?);
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(document.serialize(&serializer)?.unchecked_into())
}

/// The same as text for a terminal.
///
/// # Errors
/// As [`inspect`].
#[wasm_bindgen(js_name = inspectText)]
pub fn inspect_text(inputs: Inputs, settings: Option<InspectionSettings>) -> Result<String, JsError> {
    Ok(report::written(&judged(inputs, settings)?, None, Format::Text, false)?)
}

/// Says whether the two sides in `inputs` shake hands, in which TLS stacks, with which error text where not, and what to
/// change; what `certlens pair --format json` prints, as an object.
///
/// # Errors
/// As [`inspect`].
#[wasm_bindgen]
pub fn pair(inputs: Inputs, settings: Option<PairSettings>) -> Result<PairObject, JsError> {
    let sources = sources(inputs.into())?;
    let settings: PairSettingsObject = read_settings(settings.map(JsValue::from))?;
    let document = settings.judge(&sources).map_err(|problem| JsError::new(&problem))?;
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    Ok(document.serialize(&serializer)?.unchecked_into())
}

fn judged(inputs: Inputs, settings: Option<InspectionSettings>) -> Result<Inspection, JsError> {
    let sources = sources(inputs.into())?;
    let settings: SettingsObject = read_settings(settings.map(JsValue::from))?;
    settings.judge(sources).map_err(|problem| JsError::new(&problem))
}

/// By way of JSON: `serde_wasm_bindgen` looks up the fields that there may be, and would pass over a name that is misspelt.
fn read_settings<T: Default + DeserializeOwned>(settings: Option<JsValue>) -> Result<T, JsError> {
    let Some(object) = settings.filter(JsValue::is_object) else { return Ok(T::default()) };
    let json = js_sys::JSON::stringify(&object).map_err(|_| JsError::new("the settings cannot be read"))?;
    Ok(serde_json::from_str(&String::from(json))?)
}

/// `Input[]`: the content is a string or a Uint8Array. Of archives the files in them are taken.
fn sources(inputs: JsValue) -> Result<Vec<Source>, JsError> {
    let wrong = || JsError::new("each input needs a name and a content that is a string or a Uint8Array");
    let inputs: js_sys::Array = inputs.dyn_into().map_err(|_| wrong())?;
    let read = |input: JsValue| {
        let field = |name: &str| js_sys::Reflect::get(&input, &name.into()).ok();
        let name = field("name").and_then(|name| name.as_string()).ok_or_else(wrong)?;
        let content = field("content").ok_or_else(wrong)?;
        let content = match content.as_string() {
            Some(text) => text.into_bytes(),
            None => content.dyn_into::<js_sys::Uint8Array>().map_err(|_| wrong())?.to_vec(),
        };
        Ok(Source { name, content })
    };
    inputs.iter().map(read).collect::<Result<_, JsError>>().map(certlens::unpack)
}
