using Scanner.Core.Posture;

namespace Scanner.Output;

/// <summary>Writes a scan's result in one format.</summary>
internal interface IResultWriter
{
    void Write(ScanResult result, TextWriter output);
}
