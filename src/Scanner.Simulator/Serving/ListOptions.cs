using System.Globalization;

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
        var initial = query["sendInitialEvents"].ToString();
        var causes = new List<FieldCause>();

        if (initial.Length > 0 && version == KubernetesVersion.V1_25)
            initial = ""; // not known yet, so ignored
        if (watch && initial.Length > 0 && version < KubernetesVersion.V1_36)
        {
            causes.Add(new(Forbidden, "Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled", "sendInitialEvents"));
        }
        else if (watch && initial.Length > 0)
        {
            if (match != "NotOlderThan")
                causes.Add(new(Forbidden, "Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan", "resourceVersionMatch"));
        }
        else if (match.Length > 0)
        {
            if (watch)
                causes.Add(new(Forbidden, "Forbidden: resourceVersionMatch is forbidden for watch", "resourceVersionMatch"));
            if (asked.Length == 0)
                causes.Add(new(Forbidden, "Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided", "resourceVersionMatch"));
            if (match is not ("Exact" or "NotOlderThan"))
            {
                causes.Add(new(
                    "FieldValueNotSupported", $"Unsupported value: \"{match}\": supported values: \"Exact\", \"NotOlderThan\", \"\"", "resourceVersionMatch"));
            }

            if (match == "Exact" && asked == "0")
                causes.Add(new(Forbidden, "Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"", "resourceVersionMatch"));
            if (query["continue"].ToString().Length > 0)
                causes.Add(new(Forbidden, "Forbidden: resourceVersionMatch is forbidden when continue is provided", "resourceVersionMatch"));
        }

        if (causes.Count > 0)
            throw new RefusalException(ApiErrors.Invalid("meta.k8s.io", "ListOptions", "", causes));
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
            : $"strconv.ParseInt: parsing \"{text}\": invalid syntax"));
    }
}
