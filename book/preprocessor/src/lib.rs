//! Lesson directives in, HTML with live demos out.
