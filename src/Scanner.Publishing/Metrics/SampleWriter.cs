using System.Buffers;
using System.Globalization;
using System.Text;
using Prometheus;

namespace Scanner.Publishing.Metrics;

/// <summary>Writes gauges in either text format (https://prometheus.io/docs/instrumenting/exposition_formats/), without holding them.</summary>
internal sealed class SampleWriter(Stream target, ExpositionFormat format) : IDisposable
{
    private const int Chunk = 16 * 1024;

    private static readonly SearchValues<char> s_escaped = SearchValues.Create("\\\"\n");

    private readonly ArrayBufferWriter<byte> _buffer = new(Chunk * 2);

    /// <summary>Begins a family; its samples follow.</summary>
    public void Family(string name, string help) => Write($"# HELP {Labels.Prefix}{name} {help}\n# TYPE {Labels.Prefix}{name} gauge\n");

    /// <param name="labels">Names and values.</param>
    public void Sample(string family, int value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        Write(Labels.Prefix);
        Write(family);
        var separator = "{";
        foreach (var (name, text) in labels)
        {
            Write(separator);
            Write(name);
            Write("=\"");
            Write(Escaped(text));
            separator = "\",";
        }

        Write("\"} ");
        Write(value.ToString(CultureInfo.InvariantCulture));
        Write(format == ExpositionFormat.OpenMetricsText ? ".0\n" : "\n");
        if (_buffer.WrittenCount >= Chunk)
            Flush();
    }

    /// <summary>Hands on what is left; the stream stays open.</summary>
    public void Dispose() => Flush();

    private void Flush()
    {
        target.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    // What is no text at all becomes U+FFFD.
    private void Write(string text) => Encoding.UTF8.GetBytes(text, _buffer);

    private static string Escaped(string text) => !text.AsSpan().ContainsAny(s_escaped)
        ? text
        : text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
