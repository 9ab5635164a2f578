// The work of `tests::speed` behind its exports, for Node and for a worker of a browser.

/** One instance of the compiled module, with its own memory. */
export class Core {
  static async make(module) {
    return new Core((await WebAssembly.instantiate(module)).exports);
  }

  constructor(exports) {
    this.exports = exports;
  }

  #text(length) {
    return new TextDecoder().decode(new Uint8Array(this.exports.memory.buffer, this.exports.answer(), length));
  }

  count() {
    return this.exports.work_count();
  }

  label(index) {
    return this.#text(this.exports.work_label(index));
  }

  /** Makes the data of a work and checks its answer; throws when that is wrong. */
  prepare(index) {
    const wrong = this.#text(this.exports.work_prepare(index));
    if (wrong !== "") throw new Error(`${wrong}: nothing to time`);
  }

  /** Does a part once; answers with what was counted. */
  part(index, of) {
    return this.exports.work_part(index, of);
  }

  /** Bytes of memory; it never gets smaller. */
  bytes() {
    return this.exports.memory.buffer.byteLength;
  }
}
