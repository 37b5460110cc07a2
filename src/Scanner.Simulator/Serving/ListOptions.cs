using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Scanner.Simulator.Serving;

/// <summary>Validation of the query parameters of lists and watches.</summary>
internal static class ListOptions
{
    private const string Forbidden = "FieldValueForbidden";

    /// <exception cref="RefusalException">A parameter is not a number, or does not go with another.</exception>
    public static void Validate(ApiRequest request, KubernetesVersion version)
    {
        var query = request.Query;
        var match = query["resourceVersionMatch"].ToString();
        var asked = query["resourceVersion"].ToString();
        var watch = request.Info.Verb == "watch";
        var initial = query["sendInitialEvents"];
        var causes = new List<FieldCause>();

        var goesOn = query["continue"].ToString().Length > 0;

        if (watch && version > KubernetesVersion.V1_25)
            causes.AddRange(OfWatch(match, initial, goesOn, version));
        else if (match.Length > 0)
            causes.AddRange(OfMatch(match, asked, watch, goesOn));
        // Not known in 1.25, and so ignored.
        if (!watch && initial.Count > 0 && version > KubernetesVersion.V1_25)
            causes.Add(new(Forbidden, "Forbidden: sendInitialEvents is forbidden for list", "sendInitialEvents"));
        if (causes.Count > 0)
            throw new RefusalException(ApiErrors.Invalid("meta.k8s.io", "ListOptions", "", causes));
    }

    private static IEnumerable<FieldCause> OfWatch(string match, StringValues initial, bool goesOn, KubernetesVersion version)
    {
        if (initial.Count > 0 && match != "NotOlderThan")
            yield return new(Forbidden, "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan", "resourceVersionMatch");
        if (initial.Count > 0 && version < KubernetesVersion.V1_36)
            yield return new(Forbidden, "Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled", "sendInitialEvents");
        if (match.Length > 0 && initial.Count == 0)
            yield return new(Forbidden, "Forbidden: resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided", "resourceVersionMatch");
        if (match is not ("" or "NotOlderThan"))
            yield return new("FieldValueNotSupported", $"Unsupported value: \"{match}\": supported values: \"NotOlderThan\"", "resourceVersionMatch");
        if (goesOn)
            yield return new(Forbidden, "Forbidden: resourceVersionMatch is forbidden when continue is provided", "resourceVersionMatch");
    }

    private static IEnumerable<FieldCause> OfMatch(string match, string asked, bool watch, bool goesOn)
    {
        if (watch)
            yield return new(Forbidden, "Forbidden: resourceVersionMatch is forbidden for watch", "resourceVersionMatch");
        if (asked.Length == 0)
            yield return new(Forbidden, "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided", "resourceVersionMatch");
        if (goesOn)
            yield return new(Forbidden, "Forbidden: resourceVersionMatch is forbidden when continue is provided", "resourceVersionMatch");
        if (match is not ("Exact" or "NotOlderThan"))
        {
            yield return new(
                "FieldValueNotSupported", $"Unsupported value: \"{match}\": supported values: \"Exact\", \"NotOlderThan\", \"\"", "resourceVersionMatch");
        }

        if (match == "Exact" && asked == "0")
            yield return new(Forbidden, "Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"", "resourceVersionMatch");
    }

    /// <summary>A numeric parameter; null when absent.</summary>
    /// <exception cref="RefusalException">Not a number.</exception>
    public static long? Number(ApiRequest request, string name)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0)
            return null;
        var isVersion = name == "resourceVersion";
        if (long.TryParse(text, isVersion ? NumberStyles.None : NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        throw new RefusalException(ApiErrors.BadRequest(isVersion
            ? $"invalid resource version: resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax"
            : $"strconv.ParseInt: parsing \"{text}\": {(text.TrimStart('+', '-').All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax")}"));
    }
}
