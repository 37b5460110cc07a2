using Scanner.Policies.Cel.Functions;

namespace Scanner.Policies.Cel.Libraries;

/// <summary>What mutating policies write JSON patches with (RFC 6902). The API server has it for their expressions only.</summary>
internal static class PatchFunctions
{
    public static void AddTo(FunctionList list) => list.Add(
        "jsonpatch.escapeKey(string): string",
        static a => Arg.Text(Arg.Text(a[0]).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));
}
