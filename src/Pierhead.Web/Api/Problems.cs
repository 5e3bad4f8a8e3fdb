using Microsoft.AspNetCore.Http;

namespace Pierhead.Web.Api;

/// <summary>The API's errors: RFC 9457 problem details, one sentence that says what is wrong and what to do.</summary>
internal static class Problems
{
    public static IResult BadParameter(string name, string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: $"The parameter '{name}' cannot be used.");

    public static IResult Unauthorized() => Results.Problem(
        "Send a token as 'Authorization: Bearer <token>' (for the command line: PIERHEAD_TOKEN).",
        statusCode: StatusCodes.Status401Unauthorized,
        title: "A valid token is needed.");

    public static IResult Forbidden(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status403Forbidden, title: "This is not allowed.");

    public static IResult TooMany(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status429TooManyRequests, title: "There are too many requests at a time.");

    public static IResult NotFound(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: "There is no such thing.");
}
