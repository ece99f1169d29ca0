//! The functions of a module, each beside the one most like it.
//!
//! A compressor says of every repetition how far back it lies. wasm-bindgen writes functions by their length; side by side,
//! the copies of one generic function lie near each other. Nothing but the numbers of the functions changes.

mod likeness;

use std::io;

use anyhow::{Context, Result};
use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// The same module with its functions in another order.
pub(crate) fn by_likeness(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = likeness::chain(&bodies);
    let mut numbers = vec![0; order.len()];
    for (new, old) in (imported..).zip(&order) {
        *numbers.get_mut(*old).context("a function that is not there")? = new;
    }
    let mut module = Module::new();
    Renumbered { imported, numbers, order }
        .parse_core_module(&mut module, Parser::new(0), wasm)
        .context("the module could not be written again")?;
    Ok(module.finish())
}

struct Renumbered {
    /// How many functions come from outside; they are the first and stay so.
    imported: u32,
    /// The new number of each function of the module itself.
    numbers: Vec<u32>,
    /// Which of them comes first, which second.
    order: Vec<usize>,
}

impl Renumbered {
    fn sorted<T: Clone>(&self, items: &[T]) -> Vec<T> {
        self.order.iter().filter_map(|old| items.get(*old)).cloned().collect()
    }
}

impl Reencode for Renumbered {
    type Error = io::Error;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Self::Error>> {
        let Some(own) = function.checked_sub(self.imported) else { return Ok(function) };
        let number = usize::try_from(own).ok().and_then(|own| self.numbers.get(own).copied());
        number.ok_or_else(|| Error::UserError(io::Error::other("a call of a function that is not there")))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for kind in self.sorted(&types) {
            functions.function(self.type_index(kind)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Self::Error>> {
        let bodies: Vec<_> = section.into_iter().collect::<Result<_, _>>()?;
        for body in self.sorted(&bodies) {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }
}
