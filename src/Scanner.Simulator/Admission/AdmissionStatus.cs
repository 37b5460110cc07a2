using System.Text.Json.Nodes;
using Scanner.Simulator.Api;

namespace Scanner.Simulator.Admission;

/// <summary>The refusals that admission plugins give, in the wording of the API server.</summary>
internal static class AdmissionStatus
{
    /// <summary>403 <c>pods "web" is forbidden: TEXT</c>.</summary>
    public static ApiStatus Forbidden(AdmissionRequest request, string text) =>
        ApiStatus.Failure(403, "Forbidden", ForbiddenText(request, text), Details(request));

    /// <summary>The text of <see cref="Forbidden"/>, which policies also use with other codes.</summary>
    public static string ForbiddenText(AdmissionRequest request, string text) => request.Name.Length == 0
        ? $"{QualifiedResource(request)} is forbidden: {text}"
        : $"{QualifiedResource(request)} {GoText.Quote(request.Name)} is forbidden: {text}";

    /// <summary>Name, group and resource of the refused object.</summary>
    public static JsonObject Details(AdmissionRequest request)
    {
        var details = new JsonObject();
        if (request.Name.Length > 0)
            details["name"] = request.Name;
        if (request.Group.Length > 0)
            details["group"] = request.Group;
        details["kind"] = request.Resource;
        return details;
    }

    /// <summary>500 <c>Internal error occurred: TEXT</c>.</summary>
    public static ApiStatus InternalError(string text) => ApiStatus.Failure(
        500,
        "InternalError",
        "Internal error occurred: " + text,
        new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = text }) });

    private static string QualifiedResource(AdmissionRequest request) =>
        request.Group.Length == 0 ? request.Resource : $"{request.Resource}.{request.Group}";
}
