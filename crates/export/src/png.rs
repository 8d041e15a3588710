//! PNG: an SVG picture in pixels, for programs that take no other. Built with the feature `png`
//! alone, since drawing letters takes some thirty more crates and the fonts of the machine: the same
//! picture has other bytes where there are other fonts.

use super::{ExportError, Exporter, Options, svg};
use demarche_network::Network;
use std::io::Write;

/// Whether this library can draw PNG.
pub const BUILT: bool = cfg!(feature = "png");

pub(super) struct Png;

impl Exporter for Png {
    fn write(
        &self,
        network: &Network,
        options: &Options,
        out: &mut dyn Write,
    ) -> Result<(), ExportError> {
        let mut picture = Vec::new();
        svg::Svg.write(network, options, &mut picture)?;
        let pixels = of_svg(&picture)?;
        Ok(out.write_all(&pixels)?)
    }
}

/// Draws an SVG file in pixels, wide enough for a page in print: 2.5 for a unit, less where that
/// would be more than 10,000 on a side.
///
/// # Errors
/// [`ExportError::NoPng`] where the feature `png` is not built in, [`ExportError::Pixels`] where
/// there are no fonts or it is no SVG.
#[cfg(feature = "png")]
pub fn of_svg(svg: &[u8]) -> Result<Vec<u8>, ExportError> {
    use resvg::{tiny_skia, usvg};
    const ZOOM: f32 = 2.5;
    const MOST: f32 = 10_000.0;

    let failed = |reason: String| ExportError::Pixels(reason);
    let mut options = usvg::Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_system_fonts();
    if fonts.is_empty() {
        return Err(failed(
            "this machine has no fonts to draw labels with".to_owned(),
        ));
    }
    let tree = usvg::Tree::from_data(svg, &options).map_err(|error| failed(error.to_string()))?;
    let (wide, high) = (tree.size().width(), tree.size().height());
    let zoom = ZOOM.min(MOST / wide.max(high));
    // Both are above zero and at most 10,000.
    let pixels = |length: f32| (length * zoom).ceil().max(1.0) as u32;
    let mut pixmap = tiny_skia::Pixmap::new(pixels(wide), pixels(high))
        .ok_or_else(|| failed("the picture is too large".to_owned()))?;
    let transform = tiny_skia::Transform::from_scale(zoom, zoom);
    resvg::render(&tree, transform, &mut pixmap.as_mut());
    pixmap
        .encode_png()
        .map_err(|error| failed(error.to_string()))
}

/// Draws an SVG file in pixels, where the feature `png` is built in; it is not here.
///
/// # Errors
/// Always [`ExportError::NoPng`].
#[cfg(not(feature = "png"))]
pub fn of_svg(_svg: &[u8]) -> Result<Vec<u8>, ExportError> {
    Err(ExportError::NoPng)
}
