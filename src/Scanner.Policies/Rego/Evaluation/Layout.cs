using System.Runtime.CompilerServices;
using Scanner.Policies.Rego.Values;

namespace Scanner.Policies.Rego.Evaluation;

/// <summary>How many places a frame has; grows while its body is compiled.</summary>
internal sealed class Layout
{
    public int Slots { get; set; }

    public int Scratch { get; set; }
}
