//! Short names for what a module imports: wasm-bindgen's say what they do to nobody who visits.

use std::convert::Infallible;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{ImportSection, Module};
use wasmparser::{ImportSectionReader, Parser};

/// Renames the imports in the module and in the script that provides them.
pub(crate) fn shorten(js: &str, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let mut names = Shortened { js: js.to_owned(), count: 0 };
    let mut module = Module::new();
    names
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .context("the module could not be written again")?;
    Ok((names.js, module.finish()))
}

struct Shortened {
    js: String,
    count: u32,
}

impl Reencode for Shortened {
    type Error = Infallible;

    fn parse_import_section(
        &mut self,
        imports: &mut ImportSection,
        section: ImportSectionReader<'_>,
    ) -> Result<(), Error> {
        for import in section.into_imports() {
            let import = import?;
            let kind = self.entity_type(import.ty)?;
            let definition = format!(" {}: function(", import.name);
            // A function with a name of its own is renamed; what else there is keeps its name on both sides.
            if self.js.matches(import.name).count() == 1 && self.js.contains(&definition) {
                let short = format!("i{}", self.count);
                self.count += 1;
                self.js = self.js.replace(&definition, &format!(" {short}: function("));
                imports.import(import.module, &short, kind);
            } else {
                imports.import(import.module, import.name, kind);
            }
        }
        Ok(())
    }
}
