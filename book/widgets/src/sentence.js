/**
 * What a refusing server says for a person: the `error` of its JSON, or its plain text.
 *
 * @param {number} status
 * @param {string} body
 */
export function sentence(status, body) {
  try {
    const { error } = JSON.parse(body);
    if (typeof error === "string") return error;
  } catch {
    // Not JSON: the text itself is the sentence.
  }
  return body.trim() || `The playground answered ${status} without a word.`;
}
